// Whether a blocked thread is inside a Swift task, for the files of this library only.
#ifndef STALL_TASK_H
#define STALL_TASK_H

#include "stall_look.h"

enum stall_task { STALL_TASK_UNKNOWN, STALL_TASK_YES, STALL_TASK_NO };

// Swift's cooperative pool and DispatchQueue.global() share the workers of libdispatch. What blocks a task blocks the
// pool; what blocks a block of a global queue is where blocking belongs. The two differ in who called: the return
// addresses on the thread's stack are read, without touching the thread.
enum stall_task stall_in_task(struct stall_gaze *gaze);

#endif
