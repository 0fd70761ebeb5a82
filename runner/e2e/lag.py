# SPDX-License-Identifier: Apache-2.0
"""A long line between the suite and a target: whatever either says is handed on unchanged, and later.

    with lag(url, back=0.3) as later: ...
"""

import asyncio
import contextlib
import sys
import urllib.parse

from hallmark_program import listening


def lag(url, there=0.0, back=0.0):
    return listening(sys.executable, __file__, url, str(there), str(back))


async def hand_on(reader, writer, delay):
    """Bytes in their order, each `delay` seconds after it came."""
    loop = asyncio.get_running_loop()
    on_the_way = asyncio.Queue()

    async def deliver():
        while True:
            due, piece = await on_the_way.get()
            await asyncio.sleep(due - loop.time())
            if not piece:
                writer.close()
                return
            writer.write(piece)
            await writer.drain()

    delivery = asyncio.create_task(deliver())
    with contextlib.suppress(OSError):
        while piece := await reader.read(1 << 16):
            on_the_way.put_nowait((loop.time() + delay, piece))
    on_the_way.put_nowait((loop.time() + delay, b""))
    with contextlib.suppress(OSError):
        await delivery


async def serve(url, there, back):
    behind = urllib.parse.urlsplit(url)

    async def connected(reader, writer):
        to_read, to_write = await asyncio.open_connection(behind.hostname, behind.port)
        await asyncio.gather(hand_on(reader, to_write, there), hand_on(to_read, writer, back))

    server = await asyncio.start_server(connected, "127.0.0.1", 0, backlog=512)
    print(f"listening on http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], float(sys.argv[2]), float(sys.argv[3])))
