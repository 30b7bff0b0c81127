// Events, from verdicts to the callback; for the files of this library only.
#ifndef STALL_REPORT_H
#define STALL_REPORT_H

#include "stall_watch.h"

struct stall_event stall_event_make(struct stall_probe *probe, const struct stall_verdict *verdict);
// The thread's stack, in the least intrusive way that is allowed and works. False where there is none.
bool stall_take_stack(struct stall_desk *desk, const struct stall_thread *thread, struct stall_sample *sample);
void stall_report(struct stall_desk *desk, const struct stall_event *event);

#endif
