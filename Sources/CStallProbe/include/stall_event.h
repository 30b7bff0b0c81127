// Watches a libevent loop (2.0 or newer; measured with 2.1.12).
//
//   stall_probe *probe = stall_probe_create("event", 100 * STALL_MILLISECOND);
//   stall_event_loop(base, 0, probe);   // instead of event_base_dispatch(base)
//   stall_probe_destroy(probe);
//
// What one turn of event_base_loop does, in this order, and what it counts as:
//
//   epoll_wait                                      WAITING, and nothing else is
//   callbacks of descriptors, signals, timers, event_active and bufferevents, by priority
//                                                   work
//
// libevent 2.1 has no hook around its wait, so stall_hook.h stands in the wait itself. Where it cannot (another method
// than epoll, as after EVENT_NOEPOLL; a library that was loaded later) the loop runs as always and is not watched:
// stall_event_is_seen tells.
#ifndef STALL_EVENT_H
#define STALL_EVENT_H

#include <event2/event.h>
#include <string.h>

#include "stall_hook.h"

#ifdef __cplusplus
extern "C" {
#endif

static inline bool stall_event_is_seen(const struct event_base *base) {
  return strncmp(event_base_get_method(base), "epoll", 5) == 0 && stall_hook_is_there();
}

// event_base_loop with its flags and its result. Between two calls the probe is left.
static inline int stall_event_loop(struct event_base *base, int flags, stall_probe *probe) {
  struct stall_waits waits = {stall_event_is_seen(base) ? probe : NULL, -1, 0};
  struct stall_waits outer = stall_waits_swap(waits);
  int result = event_base_loop(base, flags);
  stall_waits_swap(outer);
  stall_probe_leave(probe);
  return result;
}

#ifdef __cplusplus
}
#endif
#endif
