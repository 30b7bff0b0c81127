#include "stall_workers.h"

#include "stall_report.h"
#include "stall_task.h"

static uint64_t minus(uint64_t a, uint64_t b) { return a > b ? a - b : 0; }
static uint64_t least(uint64_t a, uint64_t b) { return a < b ? a : b; }

// When a thread that was stuck came back: the CPU time that it has used since tells, if it still runs or went straight
// back to wait.
static uint64_t came_back(const struct stall_member *member, uint64_t now, bool *exact) {
  uint64_t worked = (member->last.cpu - member->base.cpu) + (member->last.queued - member->base.queued);
  uint64_t passes = member->last.switches - member->base.switches;
  uint64_t until = member->state.running && passes == 0 ? now : 0;
  if (!member->state.running && passes == 1) until = stall_blocked_since(member->gaze.tid, member->last.ran_until);
  *exact = until > member->base.at && until - worked >= member->base.at;
  return *exact ? until - worked : now - minus(now, member->base.at) / 2;
}

static void report(
    struct stall_watch *watch, struct stall_member *member, struct stall_desk *desk, const struct stall_verdict *verdict) {
  struct stall_event event = stall_event_make(watch->probe, verdict);
  if (verdict->kind == STALL_VERDICT_STARVED) return;
  bool began = verdict->kind == STALL_VERDICT_BEGAN;
  // A block that is over before it was looked at as a stall cannot be told from several short ones.
  if (!began && !member->id) return;
  if (began && (stall_is_claimed(desk, member->gaze.tid) || stall_in_task(&member->gaze) != STALL_TASK_YES)) return;
  event.kind = began ? STALL_EVENT_BEGAN : STALL_EVENT_ENDED;
  if (began) {
    member->id = ++desk->ids;
    stall_claim(desk, member->gaze.tid, member->id);
    stall_describe(&member->gaze, &member->base, &member->thread);
  }
  event.id = member->id;
  event.threads[event.thread_count++] = member->thread;
  if (!began) {
    stall_unclaim(desk, member->id);
    member->id = 0;
  }
  struct stall_sample sample;
  if (began && stall_take_stack(desk, &member->thread, &sample)) {
    event.sampled_thread = 0;
    event.sample = &sample;
  }
  stall_report(desk, &event);
}

static void sharpen(struct stall_member *member, uint64_t threshold, uint64_t now) {
  if (member->stuck && !member->exact) member->was_exact = false;
  if (!member->stuck || member->exact || now - member->stuck_since < threshold / 4) return;
  uint64_t since = stall_blocked_since(member->gaze.tid, member->last.ran_until);
  if (since && since < member->stuck_since) member->stuck_since = since;
  member->exact = member->was_exact = true;
  if (member->judge.begun) member->judge.begun = member->stuck_since;
}

static uint64_t look(struct stall_watch *watch, struct stall_member *member, struct stall_desk *desk, uint64_t now) {
  struct stall_judge *judge = &member->judge;
  if (judge->threshold == 0) {
    *judge = stall_judge_make(false, watch->judge.threshold, watch->judge.interval, watch->judge.rest);
  }
  // While the pool as a whole does not answer, the report about the pool names its threads.
  uint64_t late = watch->judge.sent ? now - watch->judge.sent : 0;
  bool has_cpu = minus(watch->without_cpu, watch->judge.queued) < late / 2;
  if (late > watch->judge.threshold / 2 && has_cpu && !member->id) return now + watch->judge.interval;
  sharpen(member, judge->threshold, now);
  struct stall_signs signs = {0};
  signs.begun_uncertainty = member->was_exact ? STALL_MILLISECOND / 2 : watch->judge.interval;
  if (judge->begun && (!member->stuck || member->turn != judge->turn)) {
    bool exact;
    uint64_t end = came_back(member, now, &exact);
    signs.ended[signs.ended_count++] = (struct stall_span){.begin = judge->begun, .end = end, .turn = judge->turn};
    if (!exact) signs.begun_uncertainty += minus(now, member->base.at) / 2;
  }
  signs.since = member->stuck ? member->stuck_since : 0;
  signs.turn = member->turn;
  struct stall_judgement judgement = stall_judge_look(judge, &signs, &desk->lost, now);
  for (uint32_t i = 0; i < judgement.count; i++) report(watch, member, desk, &judgement.verdicts[i]);
  return judgement.waits ? UINT64_MAX : judgement.next;
}

uint64_t stall_workers_look(struct stall_watch *watch, struct stall_desk *desk, uint64_t now) {
  uint64_t next = UINT64_MAX;
  for (uint32_t i = 0; i < desk->crew.count; i++) {
    struct stall_member *member = &desk->crew.members[i];
    if (stall_may_serve(watch, member)) next = least(next, look(watch, member, desk, now));
  }
  return next;
}
