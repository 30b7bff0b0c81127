#include <poll.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* libuv as far as this file needs it. */
typedef struct uv_loop_s uv_loop_t;
typedef struct uv_timer_s uv_timer_t;
typedef struct uv_work_s uv_work_t;
typedef struct uv_fs_s uv_fs_t;
typedef void (*uv_timer_cb)(uv_timer_t *);
typedef void (*uv_work_cb)(uv_work_t *);
typedef void (*uv_after_work_cb)(uv_work_t *, int);
typedef void (*uv_fs_cb)(uv_fs_t *);
int uv_timer_start(uv_timer_t *, uv_timer_cb, unsigned long, unsigned long);
int uv_queue_work(uv_loop_t *, uv_work_t *, uv_work_cb, uv_after_work_cb);
int uv_fs_fsync(uv_loop_t *, uv_fs_t *, int, uv_fs_cb);

static void pause_for(int seconds) { sleep(seconds); }
#define NAP() sleep(1)

static void on_synced(uv_fs_t *req) { (void)req; }

static void on_timer(uv_timer_t *timer) {
  (void)timer;
  sleep(1);      // finding: blocking-call
  sleep(0);
  pause_for(1);  // finding: blocking-call
  NAP();         // finding: blocking-call
  uv_fs_fsync(NULL, NULL, 3, NULL);  // finding: blocking-call
  uv_fs_fsync(NULL, NULL, 3, on_synced);
}

static void in_pool(uv_work_t *work) {
  (void)work;
  sleep(1);
}

static void after_work(uv_work_t *work, int status) {
  (void)work;
  (void)status;
  usleep(10);  // finding: blocking-call
}

static void start_timer(uv_timer_t *timer, uv_timer_cb callback) { uv_timer_start(timer, callback, 0, 0); }

static void on_wrapped(uv_timer_t *timer) {
  (void)timer;
  usleep(1);  // finding: blocking-call
}

static void *in_thread(void *argument) {
  sleep(1);
  return argument;
}

void start(uv_loop_t *loop, uv_timer_t *timer, uv_work_t *work) {
  pthread_t thread;
  sleep(1);
  uv_timer_start(timer, on_timer, 0, 0);
  start_timer(timer, on_wrapped);
  uv_queue_work(loop, work, in_pool, after_work);
  if (pthread_create(&thread, NULL, in_thread, NULL) == 0) pthread_detach(thread);
}

/* A hand-written loop with handlers in a table. */
struct handler {
  int fd;
  void (*ready)(struct handler *);
};

static void on_ready(struct handler *handler) {
  char byte;
  poll(NULL, 0, 100);  // finding: blocking-call
  poll(NULL, 0, 0);
  recv(handler->fd, &byte, 1, MSG_DONTWAIT);
  fsync(handler->fd);  // finding: blocking-call
}

static struct handler handlers[] = {{.fd = 1, .ready = on_ready}};

void run(int epoll) {
  struct epoll_event events[8];
  sleep(1);
  for (;;) {
    int count = epoll_wait(epoll, events, 8, -1);
    for (int i = 0; i < count; i++) {
      struct handler *handler = events[i].data.ptr;
      handler->ready(handler);
    }
    usleep(10);  // finding: blocking-call
  }
}

struct handler *first(void) { return &handlers[0]; }

/* A handler that wrappers and a table of methods store before the loop calls it: Redis's connections. */
typedef struct aeEventLoop aeEventLoop;
typedef void aeFileProc(aeEventLoop *, int, void *, int);
int aeCreateFileEvent(aeEventLoop *, int, int, aeFileProc *, void *);
struct connection;
typedef void (*connection_handler)(struct connection *);
struct connection_type {
  aeFileProc *on_event;
  int (*set_handler)(struct connection *, connection_handler);
};
struct connection {
  struct connection_type *type;
  aeEventLoop *loop;
  int fd;
  connection_handler handler;
};

static int set_read_handler(struct connection *c, connection_handler f) { return c->type->set_handler(c, f); }
static void call_handler(struct connection *c, connection_handler f) {
  if (f) f(c);
}
static void on_event(aeEventLoop *loop, int fd, void *data, int mask) {
  struct connection *c = data;
  (void)loop, (void)fd, (void)mask;
  call_handler(c, c->handler);
}
static int socket_set_handler(struct connection *c, connection_handler f) {
  c->handler = f;
  return aeCreateFileEvent(c->loop, c->fd, 1, c->type->on_event, c);
}
static struct connection_type sockets = {.on_event = on_event, .set_handler = socket_set_handler};

static void on_query(struct connection *c) {
  (void)c;
  sleep(1);  // finding: blocking-call
}

void accepted(struct connection *c) {
  c->type = &sockets;
  set_read_handler(c, on_query);
}

/* What ends the process blocks nobody. */
#include <stdlib.h>
static void give_up(void) {
  sleep(1);
  abort();
}
static void on_broken(uv_timer_t *timer) {
  if (timer == NULL) give_up();
}
void watch(uv_timer_t *timer) { uv_timer_start(timer, on_broken, 0, 0); }

/* A loop that asks again and again is a wait; one that tries a swap again is not. */
static int ready_flag, counter;
static void on_spin(uv_timer_t *timer) {
  int old = counter;
  (void)timer;
  while (!__atomic_load_n(&ready_flag, __ATOMIC_ACQUIRE)) {}  // finding: busy-wait
  while (!__atomic_compare_exchange_n(&counter, &old, old + 1, 0, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED)) {}
}
void spin(uv_timer_t *timer) { uv_timer_start(timer, on_spin, 0, 0); }
