// Watches a loop of one's own: waits that leave the probe before and enter it after.
//
//   for (;;) {
//     int count = stall_epoll_wait(probe, epoll, events, room, -1);   // instead of epoll_wait
//     ...
//   }
//   stall_probe_leave(probe);
//
// What is between two waits is one piece of work. Arguments after the first, the result and errno are those of the wait
// itself. Called on the loop's thread; costs what leaving and entering a probe costs.
#ifndef STALL_EPOLL_H
#define STALL_EPOLL_H

#include <errno.h>
#include <poll.h>
#include <signal.h>

#include "stall_probe.h"

#if defined(__linux__)
#include <sys/epoll.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

static inline int stall_entered(stall_probe *probe, int result) {
  int error = errno;
  stall_probe_enter(probe);
  errno = error;
  return result;
}

static inline int stall_poll(stall_probe *probe, struct pollfd *descriptors, nfds_t count, int timeout) {
  stall_probe_leave(probe);
  return stall_entered(probe, poll(descriptors, count, timeout));
}

#if defined(__linux__)
static inline int stall_epoll_wait(
    stall_probe *probe, int epoll, struct epoll_event *events, int room, int timeout) {
  stall_probe_leave(probe);
  return stall_entered(probe, epoll_wait(epoll, events, room, timeout));
}

static inline int stall_epoll_pwait(
    stall_probe *probe, int epoll, struct epoll_event *events, int room, int timeout, const sigset_t *mask) {
  stall_probe_leave(probe);
  return stall_entered(probe, epoll_pwait(epoll, events, room, timeout, mask));
}
#endif

#ifdef __cplusplus
}
#endif
#endif
