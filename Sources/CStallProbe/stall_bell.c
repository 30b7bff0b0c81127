#define _GNU_SOURCE

// What a watchdog sleeps on: a count that grows when there is news. One for the process, since a loop that takes up
// work does not know who watches it.
#include "stall_cell.h"
#include "stall_clock.h"

_Atomic uint32_t stall_bell_wanted;

static _Atomic uint32_t rung;
static _Atomic uint64_t rung_at;

uint32_t stall_bell_read(void) { return atomic_load(&rung); }

uint64_t stall_bell_rung_at(uint32_t heard) { return atomic_load(&rung) == heard ? 0 : atomic_load(&rung_at); }

#if defined(__linux__)
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <limits.h>

void stall_bell_ring(void) {
  atomic_store(&rung_at, stall_now());
  atomic_fetch_add(&rung, 1);
  syscall(SYS_futex, &rung, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
}

void stall_bell_wait(uint32_t heard, uint64_t deadline, bool wake_on_work) {
  struct timespec until = {.tv_sec = (time_t)(deadline / STALL_SECOND), .tv_nsec = (long)(deadline % STALL_SECOND)};
  // FUTEX_WAIT_BITSET takes an absolute time of the monotonic clock.
  syscall(SYS_futex, &rung, FUTEX_WAIT_BITSET_PRIVATE, heard, deadline ? &until : NULL, NULL, FUTEX_BITSET_MATCH_ANY);
  if (wake_on_work) atomic_fetch_sub(&stall_bell_wanted, 1);
}
#else
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

void stall_bell_ring(void) {
  pthread_mutex_lock(&lock);
  atomic_store(&rung_at, stall_now());
  atomic_fetch_add(&rung, 1);
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&lock);
}

void stall_bell_wait(uint32_t heard, uint64_t deadline, bool wake_on_work) {
  pthread_mutex_lock(&lock);
  if (atomic_load(&rung) == heard) {
    uint64_t now = stall_now();
    uint64_t wait = deadline == 0 ? STALL_SECOND : deadline > now ? deadline - now : 0;
    uint64_t until = stall_clock(CLOCK_REALTIME) + wait;
    struct timespec time = {.tv_sec = (time_t)(until / STALL_SECOND), .tv_nsec = (long)(until % STALL_SECOND)};
    pthread_cond_timedwait(&changed, &lock, &time);
  }
  pthread_mutex_unlock(&lock);
  if (wake_on_work) atomic_fetch_sub(&stall_bell_wanted, 1);
}
#endif
