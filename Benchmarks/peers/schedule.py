#!/usr/bin/env python3
"""Writes stalls.json: the stalls that every peer plays. The seed is fixed, so two runs write the same file."""

import json
import math
import random

COUNT = 100
SHORTEST, LONGEST = 10.0, 1000.0
# Every 25th gap is long: a watchdog that looks less often at an idle loop must still see what comes after.
IDLE_EVERY, IDLE = 25, 3000.0


def log_uniform(generator, low, high):
    return math.exp(generator.uniform(math.log(low), math.log(high)))


def schedule(generator):
    at = 1000.0
    for index in range(COUNT):
        duration = log_uniform(generator, SHORTEST, LONGEST)
        yield {
            "at_ms": round(at, 3),
            "ms": round(duration, 3),
            "cause": generator.choice(["sleep", "spin"]),
            "place": generator.choice(["read", "task"]),
        }
        gap = IDLE if index % IDLE_EVERY == IDLE_EVERY - 1 else log_uniform(generator, 40.0, 300.0)
        at += duration + gap


if __name__ == "__main__":
    with open("stalls.json", "w") as file:
        file.write("[\n" + ",\n".join(f"  {json.dumps(stall)}" for stall in schedule(random.Random(4))) + "\n]\n")
