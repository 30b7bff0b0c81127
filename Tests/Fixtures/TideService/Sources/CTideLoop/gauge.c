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

/* Fault: the callback below waits for the disk. */
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

int tide_serve(const char *host, const char *log_path) {
  static tide_loop loop;
  static tide_watch gauges, peers;
  pthread_t rotation;
  (void)host;
  (void)log_path;
  if (tide_loop_open(&loop) < 0) return -1;
  pthread_create(&rotation, 0, rotate_logs, 0);
  tide_loop_add(&loop, &gauges, 0, gauge_ready);
  tide_loop_add(&loop, &peers, 1, peer_ready);
  tide_loop_run(&loop);
  return 0;
}
