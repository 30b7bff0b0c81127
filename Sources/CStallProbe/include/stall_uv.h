// Watches a libuv loop (1.0 or newer; measured with 1.44.2).
//
//   stall_probe *probe = stall_probe_create("uv", 100 * STALL_MILLISECOND);
//   stall_uv *watch = stall_uv_attach(loop, probe);
//   uv_run(loop, UV_RUN_DEFAULT);
//   stall_uv_detach(watch);
//   uv_run(loop, UV_RUN_NOWAIT);   // lets libuv close what detach closed
//   stall_probe_destroy(probe);
//
// What one turn of uv_run does, in this order, and what it counts as:
//
//   timers                        work
//   pending callbacks             work   (writes and errors put off by the turn before)
//   idle, prepare                 work
//   poll: epoll_wait              WAITING, and nothing else is
//   poll: callbacks of descriptors, streams, uv_async, signals, and what the thread pool has done
//         (uv_queue_work's after-work, uv_fs_*, uv_getaddrinfo)
//                                 work
//   pending callbacks, check      work
//   close callbacks               work
//   timers once more (UV_RUN_ONCE) work
//
// One turn is one piece of work, for as long as it lasts nobody else is served. What the thread pool does is no part of
// the loop. Callbacks of the poll run between prepare and check, so that these alone would count them as waiting;
// stall_hook.h sees them. Where it cannot (not Linux; attached by a library that was loaded later) they are not seen:
// stall_uv_sees_callbacks tells.
//
// Measured from the first poll on. Between two calls of uv_run the loop counts as working, unless its probe is left
// after the first; detach when there is no next.
// All functions are called on the loop's thread, or while it does not run.
#ifndef STALL_UV_H
#define STALL_UV_H

#include <stdlib.h>
#include <uv.h>

#include "stall_hook.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct stall_uv {
  uv_prepare_t prepare;
  uv_check_t check;
  stall_probe *probe;
  struct stall_waits outer;  // of a loop that runs this one in a callback
  bool polls, hooked;
  int open;
} stall_uv;

static inline void stall_uv_prepare(uv_prepare_t *handle) {
  stall_uv *watch = (stall_uv *)handle->data;
  struct stall_waits waits = {watch->probe, uv_backend_fd(handle->loop), 0};
  watch->outer = stall_waits_swap(waits);
  watch->polls = true;
  if (!watch->hooked) stall_probe_leave(watch->probe);
}

static inline void stall_uv_check(uv_check_t *handle) {
  stall_uv *watch = (stall_uv *)handle->data;
  if (!watch->polls) return;
  watch->polls = false;
  if (stall_waits_swap(watch->outer).count > 0) watch->hooked = true;
  if (!watch->hooked) stall_probe_enter(watch->probe);
}

static inline void stall_uv_closed(uv_handle_t *handle) {
  stall_uv *watch = (stall_uv *)handle->data;
  if (--watch->open == 0) free(watch);
}

// The handles do not keep the loop alive. NULL where there is no memory; every function here ignores NULL.
static inline stall_uv *stall_uv_attach(uv_loop_t *loop, stall_probe *probe) {
  stall_uv *watch = (stall_uv *)calloc(1, sizeof *watch);
  if (!watch) return NULL;
  watch->probe = probe;
  watch->prepare.data = watch->check.data = watch;
  uv_prepare_init(loop, &watch->prepare);
  uv_check_init(loop, &watch->check);
  uv_prepare_start(&watch->prepare, stall_uv_prepare);
  uv_check_start(&watch->check, stall_uv_check);
  uv_unref((uv_handle_t *)&watch->prepare);
  uv_unref((uv_handle_t *)&watch->check);
  watch->open = 2;
  return watch;
}

// The probe is left, and may be destroyed afterwards. The loop must turn once more before uv_loop_close.
static inline void stall_uv_detach(stall_uv *watch) {
  if (!watch) return;
  if (watch->polls) stall_waits_swap(watch->outer);
  stall_probe_leave(watch->probe);
  uv_close((uv_handle_t *)&watch->prepare, stall_uv_closed);
  uv_close((uv_handle_t *)&watch->check, stall_uv_closed);
}

// Whether callbacks of the poll are measured. Known after the first turn, false before.
static inline bool stall_uv_sees_callbacks(const stall_uv *watch) { return watch && watch->hooked; }

#ifdef __cplusplus
}
#endif
#endif
