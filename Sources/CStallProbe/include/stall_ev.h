// Watches a libev loop (4.0 or newer; measured with 4.33), by two watchers of its own.
//
//   stall_ev *watch = stall_ev_attach(loop, probe);
//   ev_run(loop, 0);
//   stall_ev_detach(watch);
//
// What one turn of ev_run does, in this order, and what it counts as:
//
//   fork and prepare watchers           work
//   the backend's poll                  WAITING, and nothing else is: libev runs no callback in it
//   check watchers, then descriptors, timers, periodics, signals, ev_async, child and idle watchers
//                                       work
//
// The watcher before the poll has the lowest priority and the one after it the highest, so the others are on their work
// side; a prepare watcher with the lowest priority too may run after ours and is not seen.
// Measured from the first poll on. Between two calls of ev_run the loop counts as working, unless its probe is left
// after the first; detach when there is no next.
// All functions are called on the loop's thread, or while it does not run.
#ifndef STALL_EV_H
#define STALL_EV_H

#include <ev.h>
#include <stdlib.h>

#include "stall_probe.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct stall_ev {
  ev_prepare prepare;
  ev_check check;
  struct ev_loop *loop;
  stall_probe *probe;
} stall_ev;

static inline void stall_ev_prepare(struct ev_loop *loop, ev_prepare *watcher, int events) {
  (void)loop, (void)events;
  stall_probe_leave((stall_probe *)watcher->data);
}

static inline void stall_ev_check(struct ev_loop *loop, ev_check *watcher, int events) {
  (void)loop, (void)events;
  stall_probe_enter((stall_probe *)watcher->data);
}

// The watchers do not keep the loop alive. NULL where there is no memory; detach ignores it.
static inline stall_ev *stall_ev_attach(struct ev_loop *loop, stall_probe *probe) {
  stall_ev *watch = (stall_ev *)calloc(1, sizeof *watch);
  if (!watch) return NULL;
  watch->loop = loop;
  watch->probe = probe;
  watch->prepare.data = watch->check.data = probe;
  ev_init(&watch->prepare, stall_ev_prepare);
  ev_init(&watch->check, stall_ev_check);
  ev_set_priority(&watch->prepare, EV_MINPRI);
  ev_set_priority(&watch->check, EV_MAXPRI);
  ev_prepare_start(loop, &watch->prepare);
  ev_unref(loop);
  ev_check_start(loop, &watch->check);
  ev_unref(loop);
  return watch;
}

// The probe is left, and may be destroyed afterwards.
static inline void stall_ev_detach(stall_ev *watch) {
  if (!watch) return;
  ev_ref(watch->loop);
  ev_prepare_stop(watch->loop, &watch->prepare);
  ev_ref(watch->loop);
  ev_check_stop(watch->loop, &watch->check);
  stall_probe_leave(watch->probe);
  free(watch);
}

#ifdef __cplusplus
}
#endif
#endif
