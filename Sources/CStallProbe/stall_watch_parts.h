// The steps of one look, each in a file of its own; for stall_watch.c only.
#ifndef STALL_WATCH_PARTS_H
#define STALL_WATCH_PARTS_H

#include "stall_watch.h"

// A heartbeat that is answered within this time was not held up.
static const uint64_t STALL_PROMPT = 2 * STALL_MILLISECOND;

bool stall_rests_in(const struct stall_watch *watch, const struct stall_state *state);
// A heartbeat was answered so late: where the thread was when it was sent may be where the loop rests.
void stall_learn_rest(struct stall_watch *watch, uint64_t delay);

// Says in the signs when the work began, once the heartbeat that is out is late.
void stall_find_begin(
    struct stall_watch *watch, struct stall_crew *crew, struct stall_signs *signs, uint64_t now);

void stall_tell(
    struct stall_watch *watch, struct stall_desk *desk, const struct stall_verdict *verdict, uint64_t now);
void stall_sample_again(struct stall_watch *watch, struct stall_desk *desk, uint64_t now);

#endif
