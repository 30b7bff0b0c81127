// Clocks and the own thread's number, for the files of this library only.
#ifndef STALL_CLOCK_H
#define STALL_CLOCK_H

#include <stdint.h>
#include <time.h>

#include "stall_probe.h"

static inline uint64_t stall_nanoseconds(struct timespec time) {
  return (uint64_t)time.tv_sec * STALL_SECOND + (uint64_t)time.tv_nsec;
}

static inline uint64_t stall_clock(clockid_t clock) {
  struct timespec time = {0};
  clock_gettime(clock, &time);
  return stall_nanoseconds(time);
}

// Of the calling thread; asked of the kernel once a thread.
int32_t stall_thread_id(void);

#endif
