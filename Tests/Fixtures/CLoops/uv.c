// A libuv loop with a stall in each phase, one a turn, among callbacks that are quick.
#include <signal.h>
#include <stall_uv.h>
#include <string.h>
#include <unistd.h>

#include "stalls.h"

static uv_loop_t loop;
static uv_timer_t quick, step;
static uv_idle_t idle;
static uv_prepare_t prepare, early_prepare;
static uv_check_t check;
static uv_async_t async;
static uv_poll_t readable;
static uv_signal_t signals;
static uv_timer_t closed;
static uv_pipe_t unconnected, in, out;
static uv_connect_t connecting;
static uv_write_t writing;
static uv_work_t work;
static uv_fs_t file;
static int ends[2], stream[2];

static void on_quick(uv_timer_t *timer) { (void)timer; }

static void on_idle(uv_idle_t *handle) {
  uv_idle_stop(handle);
  stall_in("idle");
}

static void on_prepare(uv_prepare_t *handle) {
  uv_prepare_stop(handle);
  stall_in("prepare");
}

// Started before ours, so it runs after ours: between our prepare callback and the poll.
static bool wants_early_prepare;
static void on_early_prepare(uv_prepare_t *handle) {
  (void)handle;
  if (!wants_early_prepare) return;
  wants_early_prepare = false;
  stall_in("early-prepare");
}

static void on_check(uv_check_t *handle) {
  uv_check_stop(handle);
  stall_in("check");
}

static void on_async(uv_async_t *handle) {
  (void)handle;
  stall_in("async");
}

static void on_readable(uv_poll_t *handle, int status, int events) {
  (void)status, (void)events;
  uv_poll_stop(handle);
  stall_in("poll");
}

static void on_signal(uv_signal_t *handle, int number) {
  (void)number;
  uv_signal_stop(handle);
  stall_in("signal");
}

static void on_closed(uv_handle_t *handle) {
  (void)handle;
  stall_in("close");
}

static void on_connected(uv_connect_t *request, int status) {
  (void)request, (void)status;
  stall_in("pending");
}

static void give_room(uv_handle_t *handle, size_t size, uv_buf_t *buffer) {
  static char room[64];
  (void)handle, (void)size;
  *buffer = uv_buf_init(room, sizeof room);
}

static void on_read(uv_stream_t *handle, ssize_t size, const uv_buf_t *buffer) {
  (void)size, (void)buffer;
  uv_read_stop(handle);
  stall_in("read");
}

static void on_written(uv_write_t *request, int status) {
  (void)request, (void)status;
  stall_in("write");
}

static void on_pool(uv_work_t *request) {
  (void)request;
  // On a thread of the pool: no stall of the loop.
  nanosleep(&(struct timespec){0, 120000000}, NULL);
}

static void after_work(uv_work_t *request, int status) {
  (void)request, (void)status;
  stall_in("after-work");
}

static void on_file(uv_fs_t *request) {
  uv_fs_req_cleanup(request);
  stall_in("file");
}

static void take_step(uv_timer_t *timer) {
  static int number;
  uv_buf_t byte = uv_buf_init((char *)"x", 1);
  switch (number++) {
    case 0: stall_in("timer"); break;
    case 1: uv_idle_start(&idle, on_idle); break;
    case 2: uv_prepare_start(&prepare, on_prepare); break;
    case 3: wants_early_prepare = true; break;
    case 4: uv_check_start(&check, on_check); break;
    case 5: uv_async_send(&async); break;
    case 6:
      uv_poll_start(&readable, UV_READABLE, on_readable);
      if (write(ends[1], "x", 1) != 1) abort();
      break;
    case 7:
      uv_signal_start(&signals, on_signal, SIGUSR1);
      raise(SIGUSR1);
      break;
    case 8: uv_close((uv_handle_t *)&closed, on_closed); break;
    case 9: uv_pipe_connect(&connecting, &unconnected, "/no/such/socket", on_connected); break;
    case 10: uv_queue_work(&loop, &work, on_pool, after_work); break;
    case 11: uv_fs_stat(&loop, &file, "/", on_file); break;
    case 12: uv_write(&writing, (uv_stream_t *)&out, &byte, 1, on_written); break;
    case 13: uv_read_start((uv_stream_t *)&in, give_room, on_read); break;
    case 14: break;
    default:
      uv_timer_stop(timer);
      uv_stop(&loop);
  }
}

static void close_handle(uv_handle_t *handle, void *context) {
  (void)context;
  if (!uv_is_closing(handle)) uv_close(handle, NULL);
}

int main(int count, char **arguments) {
  stall_log *log = start_log(count, arguments);
  stall_probe *probe = stall_probe_create("uv", 50 * STALL_MILLISECOND);
  if (pipe(ends) != 0) abort();
  uv_loop_init(&loop);
  uv_prepare_init(&loop, &early_prepare);
  uv_prepare_start(&early_prepare, on_early_prepare);
  stall_uv *watch = stall_uv_attach(&loop, probe);

  uv_timer_init(&loop, &quick);
  uv_timer_init(&loop, &step);
  uv_timer_init(&loop, &closed);
  uv_idle_init(&loop, &idle);
  uv_prepare_init(&loop, &prepare);
  uv_check_init(&loop, &check);
  uv_async_init(&loop, &async, on_async);
  uv_poll_init(&loop, &readable, ends[0]);
  uv_signal_init(&loop, &signals);
  uv_pipe_init(&loop, &unconnected, 0);
  uv_pipe_init(&loop, &in, 0);
  uv_pipe_init(&loop, &out, 0);
  if (pipe(stream) != 0 || uv_pipe_open(&in, stream[0]) != 0 || uv_pipe_open(&out, stream[1]) != 0) abort();
  uv_timer_start(&quick, on_quick, 3, 3);
  uv_timer_start(&step, take_step, 20, 200);

  uv_run(&loop, UV_RUN_DEFAULT);
  // Nothing to do but to wait: no stall either.
  uv_timer_stop(&quick);
  uv_timer_start(&step, on_quick, 200, 0);
  uv_run(&loop, UV_RUN_ONCE);
  if (!stall_uv_sees_callbacks(watch)) puts("callbacks of the poll are not seen");
  stall_uv_detach(watch);
  uv_walk(&loop, close_handle, NULL);
  uv_run(&loop, UV_RUN_DEFAULT);
  if (uv_loop_close(&loop) != 0) abort();
  stall_probe_destroy(probe);
  stall_log_stop(log);
  return 0;
}
