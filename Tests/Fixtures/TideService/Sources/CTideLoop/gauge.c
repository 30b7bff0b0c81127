#define _GNU_SOURCE
#include "tide_loop.h"

#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

static int log_file = -1;

/* Fault: resolving a name takes as long as the slowest name server. */
static int look_up(const char *host) {
  struct addrinfo *found = 0;
  int status = getaddrinfo(host, "tide", 0, &found);
  if (status == 0) freeaddrinfo(found);
  return status;
}

/* Fault: the loop waits for the disk. */
static void keep(const char *text, ssize_t length) {
  if (write(log_file, text, (size_t)length) == length) fsync(log_file);
}

/* Fault: while this one gauge is waited for, no other is served. */
static void back_off(int attempt) {
  usleep(100000u << attempt);
}

static void gauge_ready(tide_watch *watch) {
  char buffer[256];
  /* The descriptor is readable and nonblocking: this returns at once. */
  ssize_t length = recv(watch->descriptor, buffer, sizeof buffer, MSG_DONTWAIT);
  for (int attempt = 0; length < 0 && errno == EAGAIN && attempt < 3; attempt++) {
    back_off(attempt);
    length = recv(watch->descriptor, buffer, sizeof buffer, MSG_DONTWAIT);
  }
  if (length > 0) keep(buffer, length);
}

static void peer_ready(tide_watch *watch) {
  char host[64];
  ssize_t length = recv(watch->descriptor, host, sizeof host - 1, MSG_DONTWAIT);
  if (length <= 0) return;
  host[length] = 0;
  look_up(host);
}

/* Clean: a thread of its own may sleep. */
static void *rotate_logs(void *unused) {
  for (;;) sleep(3600);
  return unused;
}

int tide_serve(int gauges, int peers, int log) {
  static tide_loop loop;
  static tide_watch gauge_watch = {.ready = gauge_ready};
  static tide_watch peer_watch = {.ready = peer_ready};
  pthread_t rotation;
  int status = tide_loop_open(&loop);
  if (status < 0) return status;
  log_file = log;
  pthread_create(&rotation, 0, rotate_logs, 0);
  if ((status = tide_loop_add(&loop, &gauge_watch, gauges)) < 0) return status;
  if ((status = tide_loop_add(&loop, &peer_watch, peers)) < 0) return status;
  tide_loop_run(&loop);
  return 0;
}
