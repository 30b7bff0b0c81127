// Puts stall_waits.h into epoll_wait, epoll_pwait and epoll_pwait2.
//
// A program that includes this header in one of its files or in several defines these functions itself, so that every
// library it uses calls them here, and they call what they replace. It must be the program: in a library that is loaded
// later they replace nothing. Another definition in the program wins over these. stall_hook_is_there tells.
#ifndef STALL_HOOK_H
#define STALL_HOOK_H

#include "stall_waits.h"

#if defined(__linux__)

#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>

// The C library declares RTLD_NEXT and RTLD_DEFAULT for GNU sources only.
#define STALL_HOOK_NEXT ((void *)-1L)
#define STALL_HOOK_DEFAULT ((void *)0)

// Clang's thread sanitizer has weak definitions of its own and is linked before the program: where it is used, define
// STALL_HOOK as nothing in one file, which makes these strong, and include the header in no other.
#ifndef STALL_HOOK
#define STALL_HOOK __attribute__((weak, visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

static inline void stall_hook_find(void **known, const char *name, void *function) {
  void *found = __atomic_load_n(known, __ATOMIC_RELAXED);
  if (!found) {
    found = dlsym(STALL_HOOK_NEXT, name);
    __atomic_store_n(known, found, __ATOMIC_RELAXED);
  }
  // ISO C has no cast from an object to a function.
  memcpy(function, &found, sizeof found);
}

STALL_HOOK int epoll_wait(int epoll, struct epoll_event *events, int room, int timeout) {
  static void *known;
  int (*next)(int, struct epoll_event *, int, int);
  stall_hook_find(&known, "epoll_wait", &next);
  bool counts = stall_waits_begin(epoll);
  int count = next ? next(epoll, events, room, timeout) : stall_waits_directly(epoll, events, room, timeout, NULL);
  if (counts) stall_waits_end();
  return count;
}

STALL_HOOK int epoll_pwait(int epoll, struct epoll_event *events, int room, int timeout, const sigset_t *mask) {
  static void *known;
  int (*next)(int, struct epoll_event *, int, int, const sigset_t *);
  stall_hook_find(&known, "epoll_pwait", &next);
  bool counts = stall_waits_begin(epoll);
  int count = next ? next(epoll, events, room, timeout, mask)
                   : stall_waits_directly(epoll, events, room, timeout, mask);
  if (counts) stall_waits_end();
  return count;
}

STALL_HOOK int epoll_pwait2(
    int epoll, struct epoll_event *events, int room, const struct timespec *timeout, const sigset_t *mask) {
  static void *known;
  int (*next)(int, struct epoll_event *, int, const struct timespec *, const sigset_t *);
  stall_hook_find(&known, "epoll_pwait2", &next);
  if (!next) return errno = ENOSYS, -1;
  bool counts = stall_waits_begin(epoll);
  int count = next(epoll, events, room, timeout, mask);
  if (counts) stall_waits_end();
  return count;
}

// Whether a library of this process that waits comes through here. Asks by a wait that fails.
static inline bool stall_hook_is_there(void) {
  int error = errno;
  int (*wait)(int, struct epoll_event *, int, int);
  void *found = dlsym(STALL_HOOK_DEFAULT, "epoll_wait");
  memcpy(&wait, &found, sizeof found);
  struct epoll_event event;
  struct stall_waits asked = {NULL, -1, 0};
  struct stall_waits before = stall_waits_swap(asked);
  (void)(found ? wait(-1, &event, 1, 0) : epoll_wait(-1, &event, 1, 0));
  asked = stall_waits_swap(before);
  errno = error;
  return asked.count > 0;
}

#ifdef __cplusplus
}
#endif

#else

#include <stdbool.h>
static inline bool stall_hook_is_there(void) { return false; }

#endif
#endif
