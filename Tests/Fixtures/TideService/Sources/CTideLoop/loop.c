#include "tide_loop.h"

#include <errno.h>
#include <sys/epoll.h>

int tide_loop_open(tide_loop *loop) {
  loop->epoll = epoll_create1(EPOLL_CLOEXEC);
  loop->stopped = 0;
  loop->watches = 0;
  return loop->epoll < 0 ? -errno : 0;
}

int tide_loop_add(tide_loop *loop, tide_watch *watch, int descriptor) {
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = watch};
  watch->descriptor = descriptor;
  watch->next = loop->watches;
  loop->watches = watch;
  return epoll_ctl(loop->epoll, EPOLL_CTL_ADD, descriptor, &event) < 0 ? -errno : 0;
}

void tide_loop_run(tide_loop *loop) {
  struct epoll_event events[16];
  while (!loop->stopped) {
    int count = epoll_wait(loop->epoll, events, 16, -1);
    for (int index = 0; index < count; index++) {
      tide_watch *watch = events[index].data.ptr;
      watch->ready(watch);
    }
  }
}
