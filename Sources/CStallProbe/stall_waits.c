#define _GNU_SOURCE
#include "stall_waits.h"

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

static _Thread_local struct stall_waits current;

struct stall_waits stall_waits_swap(struct stall_waits waits) {
  struct stall_waits before = current;
  current = waits;
  return before;
}

bool stall_waits_begin(int epoll) {
  if (current.epoll < 0) current.epoll = epoll;
  if (current.epoll != epoll) return false;
  current.count++;
  if (!current.probe) return false;
  stall_probe_leave(current.probe);
  return true;
}

void stall_waits_end(void) {
  int error = errno;
  stall_probe_enter(current.probe);
  errno = error;
}

#if defined(__linux__)
int stall_waits_directly(int epoll, struct epoll_event *events, int room, int timeout, const sigset_t *mask) {
  // The kernel's set of signals has 64 bits, whatever the C library's has.
  return (int)syscall(SYS_epoll_pwait, epoll, events, room, timeout, mask, sizeof(uint64_t));
}
#endif
