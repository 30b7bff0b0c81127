// The probes that belong to no watchdog in particular.
#include <pthread.h>

#include "stall_cell.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static stall_probe *first;
static _Atomic uint32_t version = 1;

stall_probe *stall_probe_create(const char *label, uint64_t threshold_ns) {
  struct stall_probe_options options = {.label = label, .kind = STALL_KIND_PROBE, .threshold_ns = threshold_ns};
  stall_probe *probe = stall_probe_make(&options);
  if (!probe) return NULL;
  probe->is_free = true;
  pthread_mutex_lock(&lock);
  probe->next_free = first;
  first = probe;
  atomic_fetch_add(&version, 1);
  pthread_mutex_unlock(&lock);
  stall_bell_ring();
  return probe;
}

void stall_probe_destroy(stall_probe *probe) {
  if (!probe) return;
  atomic_store(&probe->destroyed, true);
  if (probe->is_free) {
    pthread_mutex_lock(&lock);
    stall_probe **link = &first;
    while (*link && *link != probe) link = &(*link)->next_free;
    if (*link) *link = probe->next_free;
    atomic_fetch_add(&version, 1);
    pthread_mutex_unlock(&lock);
  }
  stall_probe_release(probe);
}

uint32_t stall_registry_copy(stall_probe **probes, uint32_t room) {
  uint32_t count = 0;
  pthread_mutex_lock(&lock);
  for (stall_probe *probe = first; probe; probe = probe->next_free, count++) {
    if (count >= room) continue;
    stall_probe_hold(probe);
    probes[count] = probe;
  }
  pthread_mutex_unlock(&lock);
  return count;
}

uint32_t stall_registry_version(void) { return atomic_load(&version); }
