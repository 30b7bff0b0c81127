// A libuv loop on a thread of its own.
#ifndef UV_LOOP_H
#define UV_LOOP_H

#include <stdint.h>

typedef struct uv_loop_thread uv_loop_thread;

// Starts a loop with a probe of this label and threshold, in nanoseconds. NULL where it could not be started.
uv_loop_thread *uv_loop_thread_start(const char *label, uint64_t threshold);

// Calls `work` from a callback of the loop. Thread-safe; calls made while the loop is busy are all kept, in order.
void uv_loop_thread_call(uv_loop_thread *loop, void (*work)(void *context), void *context);

#endif
