// A loop of one's own on epoll and poll.
#include <stall_epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "stalls.h"

static int timer_every(long milliseconds) {
  struct itimerspec every = {{0, milliseconds * 1000000}, {0, milliseconds * 1000000}};
  int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  timerfd_settime(timer, 0, &every, NULL);
  return timer;
}

static void add(int epoll, int descriptor) {
  struct epoll_event event = {.events = EPOLLIN, .data.fd = descriptor};
  epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
}

static void take(int descriptor) {
  uint64_t value;
  if (read(descriptor, &value, sizeof value) < 0) perror("read");
}

int main(int count, char **arguments) {
  stall_log *log = start_log(count, arguments);
  stall_probe *probe = stall_probe_create("epoll", 50 * STALL_MILLISECOND);
  int epoll = epoll_create1(0), quick = timer_every(10), wake = eventfd(0, 0);
  add(epoll, quick);
  add(epoll, wake);
  for (int turn = 0; turn < 40; turn++) {
    struct epoll_event event;
    if (stall_epoll_wait(probe, epoll, &event, 1, -1) != 1) continue;
    take(event.data.fd);
    if (event.data.fd == wake) stall_in("eventfd");
    if (turn == 10 && write(wake, &(uint64_t){1}, sizeof(uint64_t)) < 0) perror("write");
    if (turn == 20) stall_in("timerfd");
  }
  close(quick);

  struct pollfd never = {eventfd(0, 0), POLLIN, 0};
  stall_poll(probe, &never, 1, 200);
  stall_in("poll");
  stall_epoll_pwait(probe, epoll, &(struct epoll_event){0}, 1, 200, NULL);
  // A failed wait keeps its errno, whatever the probe did.
  int failed = stall_epoll_wait(probe, -1, &(struct epoll_event){0}, 1, 0);
  if (failed != -1 || errno != EBADF) abort();
  stall_probe_destroy(probe);
  stall_log_stop(log);
}
