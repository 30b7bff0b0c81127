// What the programs here share: stalls that say where they were made.
//
// Each prints "PHASE BEGIN END" (nanoseconds of the wall clock) to standard output.
#include <signal.h>
#include <stall_log.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static inline long long wall_clock(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

__attribute__((noinline, unused)) static void stall_in(const char *phase) {
  long long begin = wall_clock();
  uint64_t end = stall_now() + 150 * STALL_MILLISECOND;
  // By pieces, because a signal may end a sleep.
  while (stall_now() < end) nanosleep(&(struct timespec){0, 5000000}, NULL);
  printf("%s %lld %lld\n", phase, begin, wall_clock());
  fflush(stdout);
}

static inline stall_log *start_log(int count, char **arguments) {
  // Whoever started the program may have blocked what it is to be woken by.
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  struct stall_log_options options = {.stacks = count > 2};
  stall_log *log = count > 1 ? stall_log_start(arguments[1], &options) : NULL;
  if (!log) {
    perror("usage: PROGRAM LOG [stacks]");
    exit(2);
  }
  return log;
}
