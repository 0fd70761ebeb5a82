#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The shim to copy: it makes one client library speak to `hallmark sdk`. Standard library only.

    hallmark sdk -- python3 docs/examples/shim/hallmark_shim.py
    hallmark sdk -- python3 docs/examples/shim/hallmark_shim.py --signature v1 --format xml

Part one is about the library and is what you replace; here it is the client in ecs_client.py. Part
two is the protocol (docs/porting-an-sdk.md), a JSON object a line in each direction, and can stay.

A shim repairs nothing. What the library lost is left out, and a library that raises something that it
should not raise is reported as it is.
"""

import argparse
import concurrent.futures
import json
import platform
import sys
import threading

import ecs_client

# ---- Part one: the library -----------------------------------------------------------------------

NAME, LIBRARY_VERSION = "hallmark-example-client", "1"
ACTIONS = ["StartInstance", "RebootInstance", "ReactivateInstances", "ReActivateInstances",
           "StopInstance", "StartInstances", "DescribeInstances", "DescribeInstanceStatus",
           "DescribeInstanceAttribute"]
OPTIONS = ["method", "timeoutMs", "retry", "signature", "format"]  # those that we can hand on
CALLS_AT_A_TIME = 200


def call_library(call, settings):
    """What the library makes of one call: the answer's one member beside its id."""
    options = call.get("options") or {}
    arguments = {}
    if "method" in options:
        arguments["method"] = options["method"]
    if "timeoutMs" in options:
        arguments["timeout"] = options["timeoutMs"] / 1000
    if "retry" in options:
        arguments["retries"] = 2 if options["retry"] else 0
    client = ecs_client.Client(
        call["endpoint"], call.get("regionId"), call["accessKeyId"], call["accessKeySecret"],
        call.get("securityToken"), signature=options.get("signature", settings.signature),
        answers=options.get("format", settings.format).lower())
    try:
        return {"ok": client.call(call["call"], call["params"], **arguments)}
    except ecs_client.EcsError as error:
        told = {"kind": error.kind, "code": error.code, "message": error.message,
                "requestId": error.request_id, "httpStatus": error.http_status}
        return {"error": {name: value for name, value in told.items() if value is not None}}


# ---- Part two: the protocol ----------------------------------------------------------------------

WRITING = threading.Lock()


def write(message):
    """One line, whole, whoever else is writing."""
    line = json.dumps(message, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")
    with WRITING:
        sys.stdout.buffer.write(line + b"\n")
        sys.stdout.buffer.flush()


def answer(call, settings):
    unknown = sorted(set(call.get("options") or {}) - set(OPTIONS))
    if call["call"] not in ACTIONS:
        write({"id": call["id"], "unsupported": f"there is no {call['call']} in this client"})
    elif unknown:
        write({"id": call["id"], "unsupported": f"no such option: {', '.join(unknown)}"})
    else:
        try:
            write({"id": call["id"], **call_library(call, settings)})
        except Exception as error:  # the library raised what it does not document: say so
            write({"id": call["id"], "error": {
                "kind": "decode", "message": f"{type(error).__name__}: {error}"}})


def main():
    arguments = argparse.ArgumentParser(description="Makes a client speak to `hallmark sdk`.")
    arguments.add_argument("--signature", choices=["v1", "v3"], default="v3")
    arguments.add_argument("--format", choices=["json", "xml"], default="json")
    settings = arguments.parse_args()
    with concurrent.futures.ThreadPoolExecutor(CALLS_AT_A_TIME) as pool:
        for line in sys.stdin.buffer:
            message = json.loads(line)
            if "hello" in message:
                write({"shim": 1, "name": NAME, "version": LIBRARY_VERSION,
                       "language": f"python {platform.python_version()}", "actions": ACTIONS,
                       "signature": settings.signature, "concurrent": True, "options": OPTIONS})
            elif "bye" in message:
                break
            else:
                pool.submit(answer, message, settings)


if __name__ == "__main__":
    main()
