// Tells a probe when a loop that a library runs waits, from inside the wait itself (stall_hook.h puts it there).
//
// A library's own hooks stand before and after its poll, and some callbacks run between them. Inside its epoll_wait runs
// none: what is between two calls of it is work, all of it.
#ifndef STALL_WAITS_H
#define STALL_WAITS_H

#include <stdbool.h>
#include <stdint.h>

#include "stall_probe.h"

#if defined(__linux__)
#include <signal.h>
#include <sys/epoll.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

// Whose waits the calling thread is in for: those of one loop on one epoll descriptor.
struct stall_waits {
  stall_probe *probe;  // NULL: nobody's, and only counted
  int epoll;           // -1: the one that is waited for first
  uint32_t count;      // of waits so far
};

// Sets what the calling thread is in for, and returns what it was in for until now, to be put back: a callback may run
// another loop.
struct stall_waits stall_waits_swap(struct stall_waits waits);

// Before and after epoll_wait. False where the descriptor is no loop's that is watched; then there is no end to tell.
// The end keeps errno. Each costs the reading of a thread-local variable, and what leaving and entering a probe costs.
bool stall_waits_begin(int epoll);
void stall_waits_end(void);

#if defined(__linux__)
// The system call itself, for a program without a dynamic linker.
int stall_waits_directly(int epoll, struct epoll_event *events, int room, int timeout, const sigset_t *mask);
#endif

#ifdef __cplusplus
}
#endif
#endif
