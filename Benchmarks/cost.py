#!/usr/bin/env python3
"""Measures what the watchdog costs an HTTP service under load, and prints a table.

In every round the example service runs once for each setting, in an order that changes from round to round, and wrk
loads it. The table has the median over the rounds of the ratio to the same round's run without a watchdog. The second
run without a watchdog is the floor: ratios that differ from 1 by no more than its do not differ.

cost.py [--rounds 10] [--seconds 8] [--server PATH] [--path /ok] [--json FILE]
"""

import argparse
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import time

PACKAGE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(PACKAGE)

BASE = "off"
SETTINGS = {
    "off": "off",
    "off again": "off",
    "on": "on",
    "on, stacks": "stacks=on",
}
FIGURES = {
    "per_second": "requests per second",
    "p50_us": "p50",
    "p99_us": "p99",
    "cpu_us": "CPU per request",
}
UNITS = {"us": 1, "ms": 1e3, "s": 1e6}


def build():
    command = ["swift", "build", "-c", "release", "--package-path", ROOT, "--disable-default-traits"]
    subprocess.run(command + ["--product", "stall-example"], check=True, stdout=sys.stderr)
    binaries = subprocess.check_output(command + ["--show-bin-path"], text=True).strip()
    return os.path.join(binaries, "stall-example")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(server, setting, port):
    environment = dict(os.environ, STALL_WATCHDOG=setting)
    process = subprocess.Popen(
        [server, str(port)], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(200):
        if process.poll() is not None:
            sys.exit(f"{server} ended with status {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return process
        except OSError:
            time.sleep(0.05)
    process.kill()
    sys.exit(f"{server} does not listen on port {port}")


def cpu_seconds(process):
    with open(f"/proc/{process.pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def load(url, seconds):
    return subprocess.check_output(
        ["wrk", "-t1", "-c32", f"-d{seconds}s", "--latency", url], text=True)


def latency(output, percentile):
    value, unit = re.search(rf"^\s+{percentile}%\s+([0-9.]+)(us|ms|s)$", output, re.MULTILINE).groups()
    return float(value) * UNITS[unit]


def measure(server, setting, options):
    port = free_port()
    process = start(server, setting, port)
    try:
        url = f"http://127.0.0.1:{port}{options.path}"
        load(url, 1)
        cpu = cpu_seconds(process)
        output = load(url, options.seconds)
        cpu = cpu_seconds(process) - cpu
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    failed = re.search(r"(Non-2xx.*|Socket errors.*)", output)
    if failed:
        print(failed[1], file=sys.stderr)
    requests = int(re.search(r"([0-9]+) requests in", output)[1])
    return {
        "per_second": float(re.search(r"Requests/sec:\s+([0-9.]+)", output)[1]),
        "p50_us": latency(output, 50),
        "p99_us": latency(output, 99),
        "cpu_us": cpu / requests * 1e6,
    }


def rounds(server, options):
    names = list(SETTINGS)
    for index in range(options.rounds):
        shift = index % len(names)
        order = names[shift:] + names[:shift]
        yield {name: measure(server, SETTINGS[name], options) for name in order}
        print(f"round {index + 1} of {options.rounds} done", file=sys.stderr)


def spread(values):
    """The median, and the middle half."""
    low, _, high = statistics.quantiles(values, n=4, method="inclusive") if len(values) > 1 else (values[0],) * 3
    return f"{statistics.median(values):.3f} ({low:.3f}–{high:.3f})"


def table(results):
    columns = ["watchdog", "requests per second", "p99"] + [f"{name}, ratio" for name in FIGURES.values()]
    lines = [columns, ["---"] + ["--:"] * (len(columns) - 1)]
    for name in SETTINGS:
        runs = [result[name] for result in results]
        ratios = {key: [result[name][key] / result[BASE][key] for result in results] for key in FIGURES}
        lines.append(
            [name, f"{statistics.median(run['per_second'] for run in runs):.0f}",
             f"{statistics.median(run['p99_us'] for run in runs):.0f} µs"]
            + ["1" if name == BASE else spread(ratios[key]) for key in FIGURES])
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument(
        "--server", help="a built service that takes a port and reads STALL_WATCHDOG; default: the example")
    parser.add_argument("--path", default="/ok")
    parser.add_argument("--json", help="where to write the figures of every round, too")
    options = parser.parse_args()
    server = options.server or build()
    results = list(rounds(server, options))
    if options.json:
        with open(options.json, "w") as file:
            json.dump(results, file, indent=2)
    print(f"Medians of {options.rounds} rounds of {options.seconds} s; of ratios, the middle half, too.\n")
    print(table(results))


if __name__ == "__main__":
    main()
