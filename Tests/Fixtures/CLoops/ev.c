// A libev loop with a stall in each kind of watcher, one a turn, among callbacks that are quick.
#include <signal.h>
#include <stall_ev.h>
#include <unistd.h>

#include "stalls.h"

static ev_timer quick, step;
static ev_io readable;
static ev_prepare prepare;
static ev_check check;
static ev_idle idle;
static ev_async async;
static ev_signal signals;
static int ends[2];

static void on_quick(struct ev_loop *loop, ev_timer *watcher, int events) { (void)loop, (void)watcher, (void)events; }

static void on_readable(struct ev_loop *loop, ev_io *watcher, int events) {
  (void)events;
  ev_io_stop(loop, watcher);
  stall_in("readable");
}

static void on_prepare(struct ev_loop *loop, ev_prepare *watcher, int events) {
  (void)events;
  ev_prepare_stop(loop, watcher);
  stall_in("prepare");
}

static void on_check(struct ev_loop *loop, ev_check *watcher, int events) {
  (void)events;
  ev_check_stop(loop, watcher);
  stall_in("check");
}

static void on_idle(struct ev_loop *loop, ev_idle *watcher, int events) {
  (void)events;
  ev_idle_stop(loop, watcher);
  stall_in("idle");
}

static void on_async(struct ev_loop *loop, ev_async *watcher, int events) {
  (void)events;
  ev_async_stop(loop, watcher);
  stall_in("async");
}

static void on_signal(struct ev_loop *loop, ev_signal *watcher, int events) {
  (void)events;
  ev_signal_stop(loop, watcher);
  stall_in("signal");
}

static void take_step(struct ev_loop *loop, ev_timer *watcher, int events) {
  static int number;
  (void)events;
  switch (number++) {
    case 0: stall_in("timer"); break;
    case 1: ev_prepare_start(loop, &prepare); break;
    case 2: ev_check_start(loop, &check); break;
    case 3: ev_idle_start(loop, &idle); break;
    case 4:
      ev_async_start(loop, &async);
      ev_async_send(loop, &async);
      break;
    case 5:
      ev_io_start(loop, &readable);
      if (write(ends[1], "x", 1) != 1) abort();
      break;
    case 6:
      ev_signal_start(loop, &signals);
      raise(SIGUSR1);
      break;
    case 7: break;
    default:
      ev_timer_stop(loop, watcher);
      ev_break(loop, EVBREAK_ALL);
  }
}

int main(int count, char **arguments) {
  stall_log *log = start_log(count, arguments);
  stall_probe *probe = stall_probe_create("ev", 50 * STALL_MILLISECOND);
  struct ev_loop *loop = ev_loop_new(EVFLAG_AUTO);
  if (pipe(ends) != 0) abort();
  stall_ev *watch = stall_ev_attach(loop, probe);
  ev_timer_init(&quick, on_quick, 0.003, 0.003);
  ev_timer_init(&step, take_step, 0.02, 0.2);
  ev_io_init(&readable, on_readable, ends[0], EV_READ);
  ev_prepare_init(&prepare, on_prepare);
  ev_check_init(&check, on_check);
  ev_idle_init(&idle, on_idle);
  ev_async_init(&async, on_async);
  ev_signal_init(&signals, on_signal, SIGUSR1);
  ev_timer_start(loop, &quick);
  ev_timer_start(loop, &step);
  ev_run(loop, 0);
  stall_ev_detach(watch);
  ev_timer_stop(loop, &quick);
  ev_loop_destroy(loop);
  stall_probe_destroy(probe);
  stall_log_stop(log);
}
