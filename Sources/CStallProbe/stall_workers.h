// A pool whose threads are not all stuck still answers its heartbeats; a thread of it that is stuck is reported by itself.
#ifndef STALL_WORKERS_H
#define STALL_WORKERS_H

#include "stall_watch.h"

// Returns when to look again.
uint64_t stall_workers_look(struct stall_watch *watch, struct stall_desk *desk, uint64_t now);

#endif
