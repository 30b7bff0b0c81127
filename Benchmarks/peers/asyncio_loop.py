#!/usr/bin/env python3
"""Plays stalls on an asyncio loop that is watched by nothing, by asyncio's debug mode or by pyleak.

asyncio_loop.py OBSERVER play SCHEDULE | work SECONDS | quiet SECONDS     (OBSERVER: none, debug, pyleak)
Prints one JSON object: what was injected, and what the observer said of it. Times are CLOCK_MONOTONIC nanoseconds.
"""

import asyncio
import contextlib
import json
import logging
import os
import re
import sys
import time

THRESHOLD = 0.005
TICK = 0.010
MESSAGE = 64

stalls = []
reports = []


def next_line():
    return sys._getframe(1).f_lineno + 1


def stall(entry):
    deadline = time.monotonic_ns() + int(entry["ms"] * 1e6)
    begin = time.monotonic_ns()
    if entry["cause"] == "sleep":
        line = next_line()
        time.sleep(entry["ms"] / 1000)
    else:
        line = next_line()
        while time.monotonic_ns() < deadline: pass
    end = time.monotonic_ns()
    stalls.append({"begin": begin, "end": end, "file": os.path.basename(__file__), "line": line, **entry})


class Server(asyncio.Protocol):
    """Answers what it reads; a message that begins with a number below 255 is a stall to play first."""

    schedule = []

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        for first in data[::MESSAGE]:
            if first < 255:
                stall(self.schedule[first])
        self.transport.write(data)


class Client(asyncio.Protocol):
    def __init__(self, echoes):
        self.answers = 0
        self.echoes = echoes

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.answers += 1
        if self.echoes:
            self.transport.write(data)


async def connect(echoes=False):
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Server, "127.0.0.1", 0)
    _, client = await loop.create_connection(lambda: Client(echoes), *server.sockets[0].getsockname())
    return client


PING = bytes([255] * MESSAGE)


async def play(path):
    with open(path) as file:
        Server.schedule = json.load(file)
    client = await connect()
    loop = asyncio.get_running_loop()
    ticking = asyncio.create_task(tick(client))
    start = loop.time()
    for index, entry in enumerate(Server.schedule):
        await asyncio.sleep(max(0, start + entry["at_ms"] / 1000 - loop.time()))
        if entry["place"] == "read":
            client.transport.write(bytes([index] * MESSAGE))
        else:
            loop.call_soon(stall, entry)
    await asyncio.sleep(1.5)
    ticking.cancel()


async def tick(client):
    while True:
        await asyncio.sleep(TICK)
        client.transport.write(PING)


async def work(seconds):
    client = await connect(echoes=True)
    client.transport.write(PING)
    await asyncio.sleep(0.5)
    before, cpu, begin = client.answers, time.process_time(), time.monotonic()
    await asyncio.sleep(seconds)
    elapsed = time.monotonic() - begin
    return {"per_second": (client.answers - before) / elapsed, "cpu": (time.process_time() - cpu) / elapsed}


async def quiet(seconds):
    ticking = asyncio.create_task(tick(await connect()))
    await asyncio.sleep(seconds)
    ticking.cancel()


class Records(logging.Handler):
    """Keeps what a log says of slow callbacks, with the time at which it said so."""

    def emit(self, record):
        text = record.getMessage()
        found = re.search(r"(?:took|blocked for) ([0-9.]+) ?s", text)
        if found:
            reports.append({"at": time.monotonic_ns(), "duration": int(float(found[1]) * 1e9), "text": text})


@contextlib.asynccontextmanager
async def watched_by(observer):
    if observer == "debug":
        asyncio.get_running_loop().slow_callback_duration = THRESHOLD
        logging.getLogger("asyncio").addHandler(Records())
        yield
    elif observer == "pyleak":
        import pyleak

        logger = logging.getLogger("peer")
        logger.addHandler(Records())
        logger.propagate = False
        watch = pyleak.no_event_loop_blocking(
            action="log", logger=logger, threshold=THRESHOLD, check_interval=THRESHOLD)
        async with watch:
            yield
            watch.detector.stop_monitoring()
            # It logs each block once when it first sees it, and grows the same block afterwards.
            for report, block in zip(list(reports), watch.detector.detected_blocks):
                report.update(duration=int(block.duration * 1e9), text=str(block))
            del reports[len(watch.detector.detected_blocks):]
            kept = list(reports)
        reports[:] = kept
    else:
        yield


async def main(observer, mode, argument):
    result = None
    async with watched_by(observer):
        if mode == "play":
            await play(argument)
        elif mode == "work":
            result = await work(float(argument))
        else:
            await quiet(float(argument))
    print(json.dumps({"stalls": stalls, "reports": reports, "work": result}))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]), debug=sys.argv[1] == "debug")
