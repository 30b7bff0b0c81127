#!/usr/bin/env python3
"""Plays the same stalls to StallWatchdog and to its peers, each on a loop of its own, and prints a table.

run.py [--schedule stalls.json] [--rounds 5] [--seconds 3] [--only NAME…] [--json FILE]
"""

import argparse
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PACKAGE = os.path.dirname(HERE)
VENV = os.path.join(PACKAGE, ".build", "peers")
PYTHON = os.path.join(VENV, "bin", "python")
PYLEAK = "pyleak==0.2.0"

# What says so only at its next reading is late by as much.
LATEST = 250e6
STOPPED = 2.0


def peers():
    nio = [os.path.join(binaries(), "PeerLoop")]
    asyncio = [PYTHON, os.path.join(HERE, "asyncio_loop.py")]
    node = ["node", os.path.join(HERE, "node_loop.js")]
    return {
        "StallWatchdog": (nio, "watchdog"),
        "StallWatchdog, stacks": (nio, "watchdog-stacks"),
        "NIO tick delegate": (nio, "tick"),
        "Node monitorEventLoopDelay": (node, "delay"),
        "asyncio debug mode": (asyncio, "debug"),
        "pyleak": (asyncio, "pyleak"),
    }


def binaries():
    build = ["swift", "build", "-c", "release", "--package-path", PACKAGE]
    return subprocess.check_output(build + ["--show-bin-path"], text=True).strip()


def prepare():
    subprocess.run(
        ["swift", "build", "-c", "release", "--package-path", PACKAGE, "--product", "PeerLoop"],
        check=True, stdout=sys.stderr)
    if not os.path.exists(PYTHON):
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", PYLEAK], check=True, stdout=sys.stderr)


def run(command, observer, mode, argument):
    output = subprocess.run(
        command + [observer, mode, str(argument)], check=True, stdout=subprocess.PIPE, text=True).stdout
    return json.loads(output)


def matches(stalls, reports):
    """Pairs (stall, the reports about it), and the reports that are about none."""
    about = {index: [] for index in range(len(stalls))}
    false = []
    for report in reports:
        index = best(stalls, report)
        if index is None:
            false.append(report)
        else:
            about[index].append(report)
    return [(stalls[index], found) for index, found in about.items()], false


def best(stalls, report):
    """The stall that a report is about, or None."""
    if "begin" in report:
        span = (report["begin"], report["begin"] + report["duration"])
        return longest(stalls, lambda stall: min(stall["end"], span[1]) - max(stall["begin"], span[0]), least=0)
    for index, stall in enumerate(stalls):
        if stall["begin"] <= report["at"] < stall["end"]:
            return index
    # A reading that comes late says nothing of when: the stall may lie anywhere in the time before it.
    lately = [stall if stall["end"] <= report["at"] <= stall["end"] + LATEST else None for stall in stalls]
    return longest(lately, lambda stall: -abs(stall["end"] - stall["begin"] - report["duration"]))


def longest(stalls, measure, least=None):
    """The index of the stall that measures most; what is None or measures no more than the least does not count."""
    found = [(measure(stall), index) for index, stall in enumerate(stalls) if stall is not None]
    value, index = max(found, default=(None, None))
    return index if value is not None and (least is None or value > least) else None


def judge(played):
    stalls = sorted(played["stalls"], key=lambda stall: stall["begin"])
    pairs, false = matches(stalls, played["reports"])
    seen = [(stall, about) for stall, about in pairs if about]
    errors = sorted(error(stall, about) for stall, about in seen)
    return {
        "stalls": len(stalls),
        "seen": len(seen),
        "error_p50_ms": percentile(errors, 50),
        "error_p99_ms": percentile(errors, 99),
        "lines": sum(names_line(stall, about) for stall, about in seen),
        "during": sum(any(report["at"] < stall["end"] for report in about) for stall, about in seen),
        "false": len(false),
    }


def error(stall, about):
    """How far the last thing said about a stall is from its true duration."""
    return abs(about[-1]["duration"] - (stall["end"] - stall["begin"])) / 1e6


def names_line(stall, about):
    file, line = map(re.escape, (stall["file"], str(stall["line"])))
    name = re.compile(rf'{file}(:|", line ){line}\b')
    return any(name.search(report["text"]) for report in about)


def percentile(values, share):
    if not values:
        return None
    return values[min(len(values) - 1, round(share / 100 * (len(values) - 1)))]


def throughput(command, observer, rounds, seconds):
    """Per round, throughput and CPU time per round trip, watched to unwatched; which goes first alternates."""
    ratios, costs = [], []
    for index in range(rounds):
        order = ["none", observer] if index % 2 == 0 else [observer, "none"]
        work = {name: run(command, name, "work", seconds)["work"] for name in order}
        off, on = work["none"], work[observer]
        ratios.append(on["per_second"] / off["per_second"])
        costs.append((on["cpu"] / on["per_second"]) / (off["cpu"] / off["per_second"]))
    return {
        "throughput": statistics.median(ratios), "throughput_range": [min(ratios), max(ratios)],
        "cpu": statistics.median(costs), "cpu_range": [min(costs), max(costs)],
    }


def stopped(command, observer):
    """What is said when nothing stalls and the process is stopped for two seconds."""
    process = subprocess.Popen(
        command + [observer, "quiet", "6"], stdout=subprocess.PIPE, text=True)
    time.sleep(2.5)
    process.send_signal(signal.SIGSTOP)
    time.sleep(STOPPED)
    process.send_signal(signal.SIGCONT)
    output, _ = process.communicate()
    return [round(report["duration"] / 1e6) for report in json.loads(output)["reports"]]


def measure(name, command, observer, options):
    print(f"{name}: playing", file=sys.stderr)
    result = judge(run(command, observer, "play", options.schedule))
    print(f"{name}: stopped for {STOPPED} s", file=sys.stderr)
    result["stopped"] = stopped(command, observer)
    print(f"{name}: working", file=sys.stderr)
    result.update(throughput(command, observer, options.rounds, options.seconds))
    return result


COLUMNS = [
    "observer", "seen", "duration error p50", "p99", "names the line", "says so while it lasts", "false reports",
    "stopped 2 s, reported", "throughput, watched : unwatched", "CPU per round trip",
]


def row(name, result):
    def milliseconds(value):
        return "–" if value is None else f"{value:.3f} ms"

    def ratio(key):
        low, high = result[key + "_range"]
        return f"{result[key]:.3f} ({low:.3f}–{high:.3f})"

    pauses = ", ".join(f"{duration} ms" for duration in result["stopped"][:3]) or "nothing"
    return [
        name, f"{result['seen']} of {result['stalls']}", milliseconds(result["error_p50_ms"]),
        milliseconds(result["error_p99_ms"]), f"{result['lines']} of {result['seen']}",
        f"{result['during']} of {result['seen']}", str(result["false"]), pauses, ratio("throughput"), ratio("cpu"),
    ]


def table(results):
    rows = [COLUMNS, ["---"] * len(COLUMNS)] + [row(name, result) for name, result in results.items()]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--schedule", default=os.path.join(HERE, "stalls.json"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--json", help="where to write the figures, too")
    options = parser.parse_args()
    prepare()
    results = {
        name: measure(name, command, observer, options)
        for name, (command, observer) in peers().items() if not options.only or name in options.only
    }
    if options.json:
        with open(options.json, "w") as file:
            json.dump(results, file, indent=2)
    print(table(results))


if __name__ == "__main__":
    main()
