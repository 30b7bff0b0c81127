// Events, from verdicts to the callback; for the files of this library only.
#ifndef STALL_REPORT_H
#define STALL_REPORT_H

#include "stall_watch.h"

struct stall_event stall_event_make(struct stall_probe *probe, const struct stall_verdict *verdict);
void stall_report(struct stall_desk *desk, const struct stall_event *event);

#endif
