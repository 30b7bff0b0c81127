// Lines of a stall log as text, for the files of this library only. Each ends in an end of line.
#ifndef STALL_LINE_H
#define STALL_LINE_H

#include "stall_json.h"
#include "stall_text.h"

void stall_line_start(struct stall_text *text, uint64_t threshold_ns, bool takes_stacks);
// Adds nothing for a STALL_EVENT_SAMPLE.
void stall_line_event(struct stall_text *text, const struct stall_event *event, stall_stacks *stacks);
void stall_line_dropped(struct stall_text *text, enum stall_dropped what, uint64_t count);
void stall_line_stop(struct stall_text *text);

// The samples of one thread, the most frequent first; nothing where there are none.
void stall_stacks_write(struct stall_text *text, stall_stacks *stacks, int32_t thread);

#endif
