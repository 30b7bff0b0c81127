// What a verdict becomes: an event that names the threads, what they do and where.
#include <string.h>

#include "stall_report.h"
#include "stall_task.h"
#include "stall_watch_parts.h"

static uint64_t minus(uint64_t a, uint64_t b) { return a > b ? a - b : 0; }
static uint64_t most(uint64_t a, uint64_t b) { return a > b ? a : b; }

// A thread that went back to wait since it was looked at, or is stuck in a block of a global queue, keeps nobody.
static bool serves(const struct stall_watch *watch, struct stall_member *member) {
  enum stall_kind kind = watch->probe->options.kind;
  struct stall_state now;
  if (stall_read_state(&member->gaze, &now) && stall_waits_for_work(&now)) return false;
  bool tasks_only = kind == STALL_KIND_ACTOR || kind == STALL_KIND_EXECUTOR;
  return !tasks_only || !member->stuck || stall_in_task(&member->gaze) != STALL_TASK_NO;
}

enum { RANKS = 4, AT_NOTHING = RANKS };
static int rank_of(const struct stall_watch *watch, const struct stall_crew *crew, uint32_t index) {
  const struct stall_member *member = &crew->members[index];
  int32_t answered = atomic_load_explicit(&watch->probe->thread, memory_order_relaxed);
  // A thread of a pool that was stuck before the pool ran out of threads has its part in that.
  bool pool = watch->probe->options.threads != NULL;
  bool counts = pool ? stall_is_at_work(member) && stall_may_serve(watch, member) : stall_may_hold_up(watch, crew, index);
  if (!counts) return AT_NOTHING;
  return (member->stuck ? 0 : 2) + (member->gaze.tid == answered ? 0 : 1);
}

static void members_of_stall(struct stall_watch *watch, struct stall_crew *crew, struct stall_event *event) {
  struct stall_probe *probe = watch->probe;
  if (!stall_is_shared(watch)) {
    if (watch->gaze.tid) stall_describe(&watch->gaze, &watch->base, &event->threads[event->thread_count++]);
    return;
  }
  // A pool is stalled by all its threads; anything else by one: rather by one that is stuck, then by the one that gave
  // the last answer.
  bool pool = probe->options.threads != NULL;
  for (int rank = 0; rank < RANKS && (pool || event->thread_count == 0); rank++) {
    for (uint32_t i = 0; i < crew->count && event->thread_count < STALL_EVENT_THREADS; i++) {
      struct stall_member *member = &crew->members[i];
      if (rank_of(watch, crew, i) != rank || !serves(watch, member)) continue;
      stall_describe(&member->gaze, &member->base, &event->threads[event->thread_count++]);
    }
  }
}

static void take_samples(struct stall_watch *watch, struct stall_desk *desk, struct stall_event *event, uint64_t now) {
  enum { MOST_SAMPLES = 16, MOST_THREADS = 4 };
  watch->next_sample = now + most(minus(now, watch->began) / 2, watch->judge.interval);
  if (watch->samples >= MOST_SAMPLES) return;
  struct stall_sample sample;
  for (uint32_t i = 0; i < event->thread_count && i < MOST_THREADS; i++) {
    if (!stall_take_stack(desk, &event->threads[i], &sample)) continue;
    watch->samples++;
    event->sampled_thread = (int32_t)i;
    event->sample = &sample;
    stall_report(desk, event);
    event->kind = STALL_EVENT_SAMPLE;
    event->sampled_thread = -1;
    event->sample = NULL;
  }
}

// The thread is at other things by now: what it did is told by what was seen, and how much by what it used.
static void look_back(struct stall_watch *watch, struct stall_event *event, bool looked_at) {
  struct stall_thread now;
  stall_describe(&watch->gaze, &watch->base, &now);
  if (!looked_at) {
    event->threads[0] = now;
    event->thread_count = 1;
    event->threads[0].call = NULL;
    event->threads[0].channel[0] = 0;
    event->threads[0].doing = now.cpu_ns > event->duration_ns / 2 ? STALL_DOING_BUSY : STALL_DOING_UNKNOWN;
  } else if (event->thread_count == 1 && event->threads[0].id == now.id) {
    event->threads[0].cpu_ns = now.cpu_ns;
    event->threads[0].queue_ns = now.queue_ns;
    event->threads[0].observed_ns = now.observed_ns;
  }
}

void stall_tell(
    struct stall_watch *watch, struct stall_desk *desk, const struct stall_verdict *verdict, uint64_t now) {
  struct stall_event event = stall_event_make(watch->probe, verdict);
  if (verdict->kind == STALL_VERDICT_STARVED) {
    event.kind = STALL_EVENT_STARVED;
    stall_report(desk, &event);
    return;
  }
  if (verdict->kind == STALL_VERDICT_BEGAN) {
    event.kind = STALL_EVENT_BEGAN;
    event.id = watch->id = ++desk->ids;
    watch->began = verdict->begin;
    watch->samples = 0;
    members_of_stall(watch, &desk->crew, &event);
    watch->thread_count = event.thread_count;
    memcpy(watch->threads, event.threads, sizeof event.threads);
    for (uint32_t i = 0; i < event.thread_count; i++) stall_claim(desk, event.threads[i].id, event.id);
    take_samples(watch, desk, &event, now);
    if (event.kind == STALL_EVENT_BEGAN) stall_report(desk, &event);
    return;
  }
  event.kind = STALL_EVENT_ENDED;
  bool looked_at = verdict->looked_at && watch->id;
  event.id = looked_at ? watch->id : ++desk->ids;
  stall_unclaim(desk, event.id);
  watch->id = 0;
  if (looked_at) {
    event.thread_count = watch->thread_count;
    memcpy(event.threads, watch->threads, sizeof event.threads);
  }
  if (!stall_is_shared(watch) && watch->gaze.tid) look_back(watch, &event, looked_at);
  stall_report(desk, &event);
}

// Another stack of a stall that lasts, unless its thread has not moved since the last: it would be the same, and each
// costs the thread an interrupted call.
void stall_sample_again(struct stall_watch *watch, struct stall_desk *desk, uint64_t now) {
  if (!watch->id || !watch->judge.reported || now < watch->next_sample) return;
  struct stall_verdict verdict = {
      .begin = watch->began, .end = now, .duration = minus(now, watch->began), .uncertainty = watch->judge.uncertainty};
  struct stall_event event = stall_event_make(watch->probe, &verdict);
  event.kind = STALL_EVENT_SAMPLE;
  event.id = watch->id;
  members_of_stall(watch, &desk->crew, &event);
  uint32_t busy = 0;
  for (uint32_t i = 0; i < event.thread_count; i++) {
    if (event.threads[i].doing == STALL_DOING_BUSY) event.threads[busy++] = event.threads[i];
  }
  event.thread_count = busy;
  take_samples(watch, desk, &event, now);
}
