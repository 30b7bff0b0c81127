// A probe watches one loop: an event loop, a worker, anything that takes up one piece of work after another.
//
//   stall_probe *probe = stall_probe_create("loop", 100 * STALL_MILLISECOND);
//   for (;;) {
//     stall_probe_leave(probe);   // before waiting for work
//     wait_for_work();
//     stall_probe_enter(probe);   // after waiting
//     work();
//   }
//   stall_probe_destroy(probe);
//
// A piece of work that lasts longer than the threshold is a stall. A watchdog that runs in the process (stall_watchdog.h,
// or StallWatchdog in Swift) reports it while it lasts and once more, with its exact duration, when it ended.
//
// Every function may be called from any thread; NULL for a probe is ignored, so that a failed create needs no care.
#ifndef STALL_PROBE_H
#define STALL_PROBE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define STALL_MICROSECOND UINT64_C(1000)
#define STALL_MILLISECOND UINT64_C(1000000)
#define STALL_SECOND UINT64_C(1000000000)

typedef struct stall_probe stall_probe;

// A probe that every watchdog of the process watches. The label is copied, at most 63 bytes of it. A threshold of 0 is
// 100 ms. NULL where there is no memory.
stall_probe *stall_probe_create(const char *label, uint64_t threshold_ns);

// A piece of work begins. Two clock reads at most (some 25 ns each), no lock, no allocation. Entered already, it is a beat.
void stall_probe_enter(stall_probe *probe);

// The piece of work is over and the loop waits. Costs what enter costs.
void stall_probe_leave(stall_probe *probe);

// The loop is alive: one piece of work is over and the next begins at once. For loops that never wait, or that cannot
// tell; what such a loop waits counts as work. Costs what enter costs.
void stall_probe_beat(stall_probe *probe);

// No watchdog watches it any longer, and a stall it is in is not reported as ended.
void stall_probe_destroy(stall_probe *probe);

// Monotonic nanoseconds: the clock all times of this library are on.
uint64_t stall_now(void);

#ifdef __cplusplus
}
#endif
#endif
