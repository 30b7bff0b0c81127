// The stack of a blocked thread, read from outside: the thread notices nothing, and its call is not interrupted.
#ifndef STALL_STACK_H
#define STALL_STACK_H

#include "stall_look.h"
#include "stall_sample.h"

#ifdef __cplusplus
extern "C" {
#endif

// Follows the stack of a thread of this process by the call frame information of the code, on any other thread. Takes
// some 100 µs, allocates nothing.
//
// Returns 0; EAGAIN where the thread runs, or ran meanwhile; EPERM where the system forbids to look; ENOTSUP on other
// systems than Linux. A stack that cannot be followed to its end is cut there.
int stall_read_stack(struct stall_gaze *gaze, struct stall_sample *sample);

#ifdef __cplusplus
}
#endif
#endif
