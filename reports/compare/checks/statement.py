#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Statements read by another hand: Protocol Buffers' own JSON parser, by the messages that in-toto defines.

    statement.py STATEMENT.json ...

The messages are facts written anew from https://github.com/in-toto/attestation as it was read on 2026-11-29 (Apache-2.0,
Copyright the in-toto authors), folder protos/in_toto_attestation: v1/statement.proto, v1/resource_descriptor.proto and
predicates/test_result/v0/test_result.proto. What they leave to their users, the fields without which nothing is said, is from
spec/v1 and spec/predicates/test-result.md. Each statement is taken, and is what is read from it written down again; each with
one thing changed is refused. Exit code 77, which CTest takes for skipped, where Debian's python3-protobuf is not there.
"""

import copy
import json
import os
import sys

SKIPPED = 77
OWN = "/usr/bin/python3"  # for which Debian installs its packages

try:
    from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory, struct_pb2
except ImportError:
    if os.path.exists(OWN) and os.path.realpath(sys.executable) != os.path.realpath(OWN):
        os.execv(OWN, [OWN, "-B", *sys.argv])
    print("skipped: python3-protobuf is not there")
    sys.exit(SKIPPED)

# Of each message its fields in the order of their numbers. A type in brackets: many of it.
MESSAGES = {
    "Subject": [("name", "string"), ("digest", "map")],
    "Statement": [("type", "string"), ("subject", "[Subject]"), ("predicateType", "string"), ("predicate", "Struct")],
    "ResourceDescriptor": [("name", "string"), ("uri", "string"), ("digest", "map"), ("content", "bytes"),
                           ("download_location", "string"), ("media_type", "string"), ("annotations", "Struct")],
    "TestResult": [("result", "string"), ("configuration", "[ResourceDescriptor]"), ("url", "string"),
                   ("passed_tests", "[string]"), ("warned_tests", "[string]"), ("failed_tests", "[string]")],
}
JSON_NAMES = {"type": "_type"}
NEEDED = {"Statement": ["_type", "subject", "predicateType", "predicate"], "Subject": ["digest"],
          "TestResult": ["result", "configuration"]}
FIELD = descriptor_pb2.FieldDescriptorProto
PACKAGE = "in_toto"


def field_of(message, number, name, kind):
    field = message.field.add(name=name, number=number, label=FIELD.LABEL_OPTIONAL)
    if name in JSON_NAMES:
        field.json_name = JSON_NAMES[name]
    if kind.startswith("["):
        field.label, kind = FIELD.LABEL_REPEATED, kind[1:-1]
    if kind == "map":
        entry = message.nested_type.add(name=name.capitalize() + "Entry")
        entry.options.map_entry = True
        field_of(entry, 1, "key", "string")
        field_of(entry, 2, "value", "string")
        field.label, kind = FIELD.LABEL_REPEATED, message.name + "." + entry.name
    scalar = {"string": FIELD.TYPE_STRING, "bytes": FIELD.TYPE_BYTES}.get(kind)
    field.type = scalar or FIELD.TYPE_MESSAGE
    if scalar is None:
        field.type_name = ".google.protobuf.Struct" if kind == "Struct" else f".{PACKAGE}.{kind}"


def messages():
    file = descriptor_pb2.FileDescriptorProto(name="in_toto.proto", package=PACKAGE, syntax="proto3",
                                              dependency=[struct_pb2.DESCRIPTOR.name])
    for name, fields in MESSAGES.items():
        message = file.message_type.add(name=name)
        for number, (field, kind) in enumerate(fields, 1):
            field_of(message, number, field, kind)
    pool = descriptor_pool.Default()
    pool.Add(file)
    made = {}
    for name in MESSAGES:
        descriptor = pool.FindMessageTypeByName(f"{PACKAGE}.{name}")
        made[name] = (message_factory.GetMessageClass(descriptor) if hasattr(message_factory, "GetMessageClass")
                      else message_factory.MessageFactory(pool).GetPrototype(descriptor))
    return made


CLASSES = messages()


class Refused(Exception):
    pass


def read(name, value):
    """What is read, written down again: names of fields are those of JSON, and none is unknown."""
    try:
        message = json_format.ParseDict(value, CLASSES[name]())
    except json_format.ParseError as error:
        raise Refused(str(error)) from error
    again = json_format.MessageToDict(message)
    if again != {field: held for field, held in value.items() if held not in ([], {}, "")}:
        raise Refused(f"{name} is read as something else: {again}")
    missing = [field for field in NEEDED.get(name, []) if not again.get(field)]
    if missing:
        raise Refused(f"{name} has no {missing[0]}")


def check(statement):
    read("Statement", statement)
    if statement["_type"] != "https://in-toto.io/Statement/v1":
        raise Refused("another version of statements")
    if statement["predicateType"] != "https://in-toto.io/attestation/test-result/v0.1":
        raise Refused("another predicate")
    for subject in statement["subject"]:
        read("Subject", subject)
    predicate = statement["predicate"]
    read("TestResult", predicate)
    if predicate["result"] not in ("PASSED", "WARNED", "FAILED"):
        raise Refused("no such result")
    for descriptor in predicate["configuration"]:
        read("ResourceDescriptor", descriptor)
        if not any(descriptor.get(field) for field in ("uri", "digest", "content")):
            raise Refused("a descriptor of nothing")


def places(value, path=()):
    """Every member and element but those of annotations, which may be anything."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, held in members:
        yield (*path, key)
        if key != "annotations":
            yield from places(held, (*path, key))


def changed(statement, path, change):
    made = copy.deepcopy(statement)
    holder = made
    for key in path[:-1]:
        holder = holder[key]
    change(holder, path[-1])
    return made


def rename(holder, key):
    holder[key + "s"] = holder.pop(key)


def retype(holder, key):
    holder[key] = [[7]] if isinstance(holder[key], dict) else {"a": {"b": 7}} if isinstance(holder[key], list) else 7


def mutations(statement):
    for path in places(statement):
        yield path, "of another type", changed(statement, path, retype)
        # The name of an algorithm is free.
        if isinstance(path[-1], str) and path[-2:-1] != ("digest",):
            yield path, "under another name", changed(statement, path, rename)
    for path in (("_type",), ("subject",), ("predicateType",), ("predicate",), ("subject", 0, "digest"), ("predicate", "result"),
                 ("predicate", "configuration")):
        yield path, "taken away", changed(statement, path, lambda holder, key: holder.pop(key))
    for path, text in ((("_type",), "https://in-toto.io/Statement/v0.1"), (("predicateType",), "https://slsa.dev/provenance/v1"),
                       (("predicate", "result"), "passed")):
        yield path, "said otherwise", changed(statement, path, lambda holder, key, text=text: holder.update({key: text}))


def main():
    failed = refused = 0
    for file in sys.argv[1:]:
        with open(file, encoding="utf-8") as text:
            statement = json.load(text)
        try:
            check(statement)
        except Refused as why:
            print(f"FAILED  {file}: {why}")
            failed += 1
            continue
        for path, what, mutation in mutations(statement):
            try:
                check(mutation)
            except Refused:
                refused += 1
            else:
                print(f"FAILED  {file}: {'/'.join(map(str, path))} {what} is taken")
                failed += 1
    print(f"{len(sys.argv) - 1} statements taken, {refused} mutations refused, {failed} failures")
    sys.exit(1 if failed or not refused else 0)


if __name__ == "__main__":
    main()
