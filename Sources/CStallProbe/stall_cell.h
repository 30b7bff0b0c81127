// The inside of a probe, for the files of this library only.
#ifndef STALL_CELL_H
#define STALL_CELL_H

#include <stdatomic.h>
#include <stdbool.h>

#include "stall_judge.h"
#include "stall_watchdog.h"

// A piece of work that passed the threshold, left by the watched thread for the watchdog.
struct stall_record {
  _Atomic uint64_t number;  // which record this is, from 1; 0 while it is being written
  _Atomic uint64_t begin, end, turn;
};

struct stall_probe {
  // Written by the watched thread.
  _Atomic uint64_t since;   // when the piece of work began that it is in; 0 while it waits
  _Atomic uint64_t turn;    // pieces of work begun
  _Atomic int32_t thread;   // that gave the last sign of life
  _Atomic uint64_t records_written;
  struct stall_record records[STALL_SIGNS_ENDED];
  _Atomic uint32_t pieces[STALL_BUCKETS];

  // Written by the thread that answers heartbeats, once each.
  _Atomic uint64_t answered_at;
  _Atomic uint32_t answered;

  // Written by the watchdog.
  _Atomic uint32_t asked;
  _Atomic uint64_t cpu, observed;
  uint64_t records_read;

  // Never change.
  struct stall_probe_options options;
  char label[64];
  char threads[16];

  _Atomic uint32_t holders;   // the creator and every watchdog
  _Atomic bool destroyed;
  bool is_free;               // of stall_probe_create: in the registry
  struct stall_probe *next_free;
};

void stall_probe_hold(struct stall_probe *probe);
void stall_probe_release(struct stall_probe *probe);

// The pieces of work that passed the threshold since the last call; returns how many more were overwritten. For one
// caller at a time.
uint32_t stall_probe_take_records(struct stall_probe *probe, struct stall_signs *signs);

// All probes of stall_probe_create, each held for the caller. Returns how many there are, of which the first `room` are
// written.
uint32_t stall_registry_copy(struct stall_probe **probes, uint32_t room);
// Changes when a probe was created or destroyed.
uint32_t stall_registry_version(void);

// The bell wakes every watchdog that sleeps until it is rung.
uint32_t stall_bell_read(void);
void stall_bell_ring(void);
// Sleeps until the deadline (0: for ever), unless the bell was rung after it was read. A sleeper that wants to be woken
// by the next loop that takes up work says so.
void stall_bell_wait(uint32_t heard, uint64_t deadline, bool wake_on_work);
// When the bell was rung last, and 0 if that was before `heard` was read.
uint64_t stall_bell_rung_at(uint32_t heard);
// True while somebody sleeps until a loop takes up work.
extern _Atomic uint32_t stall_bell_wanted;

#endif
