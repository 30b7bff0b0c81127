// Stands in for the engine where it is not built in: nothing is watched, and starting says so.
#include <errno.h>
#include <stddef.h>

#include "stall_watchdog.h"

#define ABSENT __attribute__((weak))

ABSENT void stall_probe_enter(stall_probe *probe) { (void)probe; }
ABSENT void stall_probe_leave(stall_probe *probe) { (void)probe; }
ABSENT void stall_probe_beat(stall_probe *probe) { (void)probe; }
ABSENT void stall_probe_destroy(stall_probe *probe) { (void)probe; }
ABSENT void stall_probe_answer(stall_probe *probe) { (void)probe; }

ABSENT stall_probe *stall_probe_make(const struct stall_probe_options *options) {
  (void)options;
  return NULL;
}

ABSENT const char *stall_probe_label(const stall_probe *probe) {
  (void)probe;
  return "";
}

ABSENT enum stall_kind stall_probe_kind(const stall_probe *probe) {
  (void)probe;
  return STALL_KIND_PROBE;
}

ABSENT uint64_t stall_probe_threshold(const stall_probe *probe) {
  (void)probe;
  return 0;
}

ABSENT void stall_probe_usage(const stall_probe *probe, uint64_t *cpu_ns, uint64_t *observed_ns) {
  (void)probe;
  *cpu_ns = *observed_ns = 0;
}

ABSENT void stall_probe_pieces(const stall_probe *probe, uint32_t counts[STALL_BUCKETS]) {
  (void)probe;
  for (int i = 0; i < STALL_BUCKETS; i++) counts[i] = 0;
}

ABSENT uint64_t stall_bucket_end(uint32_t bucket) { return (uint64_t)bucket + 1; }

ABSENT stall_watchdog *stall_watchdog_start(const struct stall_watchdog_options *options) {
  (void)options;
  errno = ENOSYS;
  return NULL;
}

ABSENT void stall_watchdog_stop(stall_watchdog *watchdog) { (void)watchdog; }

ABSENT void stall_watchdog_add(stall_watchdog *watchdog, stall_probe *probe) {
  (void)watchdog;
  (void)probe;
}

ABSENT void stall_watchdog_remove(stall_watchdog *watchdog, stall_probe *probe) {
  (void)watchdog;
  (void)probe;
}
