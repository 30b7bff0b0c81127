// Lines of a stall log, as stalls.schema.json describes them: JSON objects, one a line.
//
// Each function makes one line and hands it to one write(2), so that lines of several processes do not mix in a file
// that was opened with O_APPEND. They return 0 or an errno (ENOSPC where the disk took a part).
//
// They allocate, and for stacks they read the symbols and debug information of the program's files: never call them on a
// watched thread or in a watchdog's callback; stall_log.h has a thread for it.
#ifndef STALL_JSON_H
#define STALL_JSON_H

#include "stall_watchdog.h"

#ifdef __cplusplus
extern "C" {
#endif

// The stacks that were seen during one stall, each once, with how often.
typedef struct stall_stacks stall_stacks;
enum { STALL_STACKS = 32 };

stall_stacks *stall_stacks_create(void);  // NULL where there is no memory
void stall_stacks_destroy(stall_stacks *stacks);
// Keeps a copy. False where it was dropped: it is new, and STALL_STACKS others are kept already.
bool stall_stacks_add(stall_stacks *stacks, int32_t thread, const struct stall_sample *sample);

int stall_json_start(int descriptor, uint64_t threshold_ns, bool takes_stacks);

// A stall that began or ended, a pause, or what was dropped. The stacks are told with the threads that they are of;
// NULL tells the sample of the event, if it has one. A STALL_EVENT_SAMPLE has no line of its own: add it to the stacks.
int stall_json_event(int descriptor, const struct stall_event *event, stall_stacks *stacks);

enum stall_dropped { STALL_DROPPED_STALLS, STALL_DROPPED_SAMPLES, STALL_DROPPED_LINES };
int stall_json_dropped(int descriptor, enum stall_dropped what, uint64_t count);

int stall_json_stop(int descriptor);

#ifdef __cplusplus
}
#endif
#endif
