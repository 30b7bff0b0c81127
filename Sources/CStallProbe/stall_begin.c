// When the work began that keeps a loop from answering, by the kernel's account of the thread that does it.
#include "stall_watch_parts.h"

static uint64_t minus(uint64_t a, uint64_t b) { return a > b ? a - b : 0; }
static uint64_t most(uint64_t a, uint64_t b) { return a > b ? a : b; }

static void sharpen_by_thread(struct stall_watch *watch, struct stall_signs *signs, uint64_t now) {
  const struct stall_reading *base = &watch->base, *last = &watch->last;
  if (base->at == 0 || last->ran_until == 0) return;
  uint64_t worked = (last->cpu - base->cpu) + (last->queued - base->queued);
  uint64_t passes = last->switches - base->switches;
  if (watch->state.running) {
    // On the CPU ever since it was last seen waiting: the work is as old as the CPU time it took.
    // If it waited again in between, some of that time went to work before: then the begin is that early at most.
    signs->begun = most(minus(now, worked), watch->judge.alive);
    signs->begun_uncertainty =
        passes == 0 ? 100 * STALL_MICROSECOND : minus(watch->judge.sent, signs->begun);
  } else {
    uint64_t since = stall_blocked_since(watch->gaze.tid, last->ran_until);
    if (since == 0 || since > watch->judge.sent + STALL_PROMPT) return;
    signs->begun = passes <= 1 ? minus(since, worked) : since;
    signs->begun_uncertainty = 500 * STALL_MICROSECOND;
  }
}

static uint64_t since_when(struct stall_member *member) {
  if (!member->stuck) return member->busy_since;
  if (!member->exact) {
    uint64_t since = stall_blocked_since(member->gaze.tid, member->last.ran_until);
    if (since) member->stuck_since = since;
    member->exact = true;
  }
  return member->stuck_since;
}

// A pool is out of threads since the last of them got stuck. Elsewhere one thread is meant, and which one is certain
// only if no other is at work.
static void sharpen_by_crew(struct stall_watch *watch, struct stall_crew *crew, struct stall_signs *signs) {
  bool pool = watch->probe->options.threads != NULL;
  uint64_t latest = 0;
  uint32_t at_work = 0;
  for (uint32_t i = 0; i < crew->count; i++) {
    struct stall_member *member = &crew->members[i];
    if (!stall_may_hold_up(watch, crew, i)) continue;
    at_work++;
    latest = most(latest, since_when(member));
  }
  if (latest == 0 || latest > watch->judge.sent + STALL_PROMPT || (!pool && at_work != 1)) return;
  signs->begun = latest;
  signs->begun_uncertainty = 500 * STALL_MICROSECOND;
}

void stall_find_begin(
    struct stall_watch *watch, struct stall_crew *crew, struct stall_signs *signs, uint64_t now) {
  const struct stall_judge *judge = &watch->judge;
  bool late = judge->sent && signs->answered != judge->asked && now - judge->sent >= judge->interval;
  if (!late || judge->begun || judge->alive == 0) return;
  if (stall_is_shared(watch)) {
    sharpen_by_crew(watch, crew, signs);
  } else {
    sharpen_by_thread(watch, signs, now);
  }
}
