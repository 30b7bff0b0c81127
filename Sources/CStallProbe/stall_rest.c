// Where a loop's thread stands when the loop has nothing to do. A loop that rests need not be asked.
#include "stall_watch_parts.h"

static bool same_place(const struct stall_wait *wait, const struct stall_state *state) {
  return wait->call == state->call && wait->stack == state->stack && wait->program == state->program;
}

// A thread that was blocked there and answered at once was waiting for work there, if the call is one that loops wait in.
// A handler that blocks in the same call does so deeper in the stack; one that woke by chance in that moment does not do
// so that often.
enum { CONFIRMATIONS = 5 };
bool stall_rests_in(const struct stall_watch *watch, const struct stall_state *state) {
  for (int i = 0; i < STALL_WAITS; i++) {
    if (same_place(&watch->waited[i], state)) return watch->waited[i].confirmed >= CONFIRMATIONS;
  }
  return false;
}

void stall_learn_rest(struct stall_watch *watch, uint64_t delay) {
  struct stall_state *state = &watch->sent_in;
  if (delay > STALL_PROMPT / 4 || !stall_may_wait_for_work(state)) return;
  struct stall_wait *rarest = &watch->waited[0];
  for (int i = 0; i < STALL_WAITS; i++) {
    struct stall_wait *wait = &watch->waited[i];
    if (wait->confirmed && same_place(wait, state)) {
      wait->confirmed++;
      return;
    }
    if (wait->confirmed < rarest->confirmed) rarest = wait;
  }
  *rarest = (struct stall_wait){
      .call = state->call, .stack = state->stack, .program = state->program, .confirmed = 1};
}
