#!/usr/bin/env node
// Plays stalls on a Node loop that is watched by nothing or by perf_hooks.monitorEventLoopDelay.
//
// node_loop.js OBSERVER play SCHEDULE | work SECONDS | quiet SECONDS     (OBSERVER: none, delay)
// Prints one JSON object: what was injected, and what the observer said of it. Times are CLOCK_MONOTONIC nanoseconds.
"use strict";

const fs = require("fs");
const net = require("net");
const path = require("path");
const { monitorEventLoopDelay } = require("perf_hooks");
const { setTimeout: sleep } = require("timers/promises");

const RESOLUTION = 5; // ms
const THRESHOLD = 5; // ms
const TICK = 10; // ms
const MESSAGE = 64; // bytes
const READ_EVERY = 100; // ms

const stalls = [];
const reports = [];
let schedule = [];

const now = () => Number(process.hrtime.bigint());
const nextLine = () => Number(/:(\d+):\d+\)?$/.exec(new Error().stack.split("\n")[2])[1]) + 1;
const cell = new Int32Array(new SharedArrayBuffer(4));

function stall(entry) {
  const deadline = now() + entry.ms * 1e6;
  let line;
  const begin = now();
  if (entry.cause === "sleep") {
    line = nextLine();
    Atomics.wait(cell, 0, 0, entry.ms);
  } else {
    line = nextLine();
    while (now() < deadline) {}
  }
  const end = now();
  stalls.push({ begin, end, file: path.basename(__filename), line, ...entry });
}

// Answers what it reads; a message that begins with a number below 255 is a stall to play first.
function serve(socket) {
  socket.setNoDelay(true);
  socket.on("data", (data) => {
    for (let at = 0; at < data.length; at += MESSAGE) {
      if (data[at] < 255) stall(schedule[data[at]]);
    }
    socket.write(data);
  });
}

function connect(echoes) {
  return new Promise((resolve) => {
    const server = net.createServer(serve).listen(0, "127.0.0.1", () => {
      const client = net.connect(server.address().port, "127.0.0.1", () => resolve(client));
      client.setNoDelay(true);
      client.answers = 0;
      client.on("data", (data) => {
        client.answers += 1;
        if (echoes) client.write(data);
      });
    });
  });
}

const PING = Buffer.alloc(MESSAGE, 255);

async function play(file) {
  schedule = JSON.parse(fs.readFileSync(file));
  const client = await connect(false);
  const ticking = setInterval(() => client.write(PING), TICK);
  const start = performance.now();
  for (const [index, entry] of schedule.entries()) {
    await sleep(Math.max(1, start + entry.at_ms - performance.now()));
    if (entry.place === "read") client.write(Buffer.alloc(MESSAGE, index));
    else setImmediate(stall, entry);
  }
  await sleep(1500);
  clearInterval(ticking);
}

async function work(seconds) {
  const client = await connect(true);
  client.write(PING);
  await sleep(500);
  const [before, cpu, begin] = [client.answers, process.cpuUsage(), now()];
  await sleep(seconds * 1000);
  const elapsed = (now() - begin) / 1e9;
  const used = process.cpuUsage(cpu);
  return { per_second: (client.answers - before) / elapsed, cpu: (used.user + used.system) / 1e6 / elapsed };
}

async function quiet(seconds) {
  const client = await connect(false);
  const ticking = setInterval(() => client.write(PING), TICK);
  await sleep(seconds * 1000);
  clearInterval(ticking);
}

// The histogram holds no times and forgets the delay under way when it is reset. So it is never reset: every reading
// takes the delays over the threshold, the longest first, and what was not there before is new.
function watch() {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION });
  const known = new Map();
  histogram.enable();
  setInterval(() => {
    const seen = new Map();
    for (let rank = 0; rank < histogram.count; rank += 1) {
      const delay = histogram.percentile((100 * (histogram.count - rank)) / histogram.count);
      if (delay < (RESOLUTION + THRESHOLD) * 1e6) break;
      seen.set(delay, (seen.get(delay) ?? 0) + 1);
    }
    for (const [delay, count] of seen) {
      for (let old = known.get(delay) ?? 0; old < count; old += 1) {
        // The sample holds the time between two firings of a timer, so up to one period of it was no stall.
        reports.push({ at: now(), duration: delay - (RESOLUTION / 2) * 1e6, text: `${delay}` });
      }
      known.set(delay, count);
    }
  }, READ_EVERY);
}

async function main(observer, mode, argument) {
  if (observer === "delay") watch();
  let result = null;
  if (mode === "play") await play(argument);
  else if (mode === "work") result = await work(Number(argument));
  else await quiet(Number(argument));
  process.stdout.write(JSON.stringify({ stalls, reports, work: result }) + "\n", () => process.exit());
}

main(...process.argv.slice(2));
