// A callback of one loop runs another: the inner one waits, which is work of the outer one.
#include <stall_uv.h>

#include "stalls.h"

static uv_loop_t outer, inner;
static uv_timer_t step, inner_timer;
static uv_async_t async;
static stall_uv *outer_watch, *inner_watch;
static stall_probe *probe, *inner_probe;

static void on_quick(uv_timer_t *timer) { (void)timer; }

static void detach_inner(uv_async_t *handle) {
  (void)handle;
  // In the poll of the loop that it is detached from.
  stall_uv_detach(inner_watch);
  uv_close((uv_handle_t *)&async, NULL);
}

static void run_inner(void) {
  long long begin = wall_clock();
  uv_timer_start(&inner_timer, on_quick, 150, 0);
  uv_run(&inner, UV_RUN_ONCE);
  // Nobody runs it for a while.
  stall_probe_leave(inner_probe);
  printf("inner-wait %lld %lld\n", begin, wall_clock());
}

static void take_step(uv_timer_t *timer) {
  static int number;
  switch (number++) {
    case 0: run_inner(); break;
    case 1: uv_timer_set_repeat(timer, 20); break;
    case 2:
      uv_async_send(&async);
      uv_run(&inner, UV_RUN_NOWAIT);
      uv_run(&inner, UV_RUN_NOWAIT);
      break;
    case 3: stall_in("after-detach"); break;
    case 4: uv_timer_set_repeat(timer, 300); break;
    case 5: break;
    default: uv_close((uv_handle_t *)timer, NULL);
  }
}

int main(int count, char **arguments) {
  stall_log *log = start_log(count, arguments);
  probe = stall_probe_create("outer", 50 * STALL_MILLISECOND);
  inner_probe = stall_probe_create("inner", 50 * STALL_MILLISECOND);
  uv_loop_init(&outer);
  uv_loop_init(&inner);
  outer_watch = stall_uv_attach(&outer, probe);
  inner_watch = stall_uv_attach(&inner, inner_probe);
  uv_timer_init(&outer, &step);
  uv_timer_init(&inner, &inner_timer);
  uv_async_init(&inner, &async, detach_inner);
  uv_timer_start(&step, take_step, 20, 300);
  uv_run(&outer, UV_RUN_DEFAULT);

  stall_uv_detach(outer_watch);
  stall_probe_destroy(probe);
  stall_probe_destroy(inner_probe);
  uv_run(&outer, UV_RUN_NOWAIT);
  uv_close((uv_handle_t *)&inner_timer, NULL);
  uv_run(&inner, UV_RUN_NOWAIT);
  if (uv_loop_close(&outer) != 0 || uv_loop_close(&inner) != 0) abort();
  stall_log_stop(log);
}
