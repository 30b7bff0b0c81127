#define _GNU_SOURCE

#include "stall_watch.h"

#include <stdlib.h>
#include <string.h>

#include "stall_clock.h"
#include "stall_report.h"
#include "stall_task.h"
#include "stall_workers.h"

// A loop that rests is asked this often all the same: that it rests is a conclusion from where its thread was found.
static const uint64_t recheck = STALL_SECOND;
// Two heartbeats nearer than this tell no more than one.
static const uint64_t prompt = 2 * STALL_MILLISECOND;

static uint64_t minus(uint64_t a, uint64_t b) { return a > b ? a - b : 0; }
static uint64_t least(uint64_t a, uint64_t b) { return a < b ? a : b; }
static uint64_t most(uint64_t a, uint64_t b) { return a > b ? a : b; }

// Loops of their own thread are cheap to ask; the others cost a task or a switch of threads each time.
static uint64_t interval_of(const struct stall_probe_options *options) {
  if (options->interval_ns) return options->interval_ns;
  uint64_t parts = options->kind == STALL_KIND_EVENT_LOOP || options->kind == STALL_KIND_PROBE ? 20 : 10;
  return most(least(options->threshold_ns / parts, 25 * STALL_MILLISECOND), STALL_MILLISECOND);
}

static bool has_own_thread(const struct stall_probe *probe) {
  return probe->options.kind == STALL_KIND_PROBE || probe->options.kind == STALL_KIND_EVENT_LOOP;
}

struct stall_watch *stall_watch_make(struct stall_probe *probe, const struct stall_watchdog_options *options) {
  struct stall_watch *watch = calloc(1, sizeof *watch);
  if (!watch) return NULL;
  watch->probe = probe;
  uint64_t threshold = probe->options.threshold_ns;
  watch->judge = stall_judge_make(
      probe->options.kind != STALL_KIND_PROBE, threshold, interval_of(&probe->options),
      options->rest_ns ? options->rest_ns : threshold);
  if (!has_own_thread(probe)) watch->crew = calloc(1, sizeof *watch->crew);
  return watch;
}

void stall_watch_free(struct stall_watch *watch) {
  stall_gaze_end(&watch->gaze);
  if (watch->crew) stall_crew_end(watch->crew);
  free(watch->crew);
  stall_probe_release(watch->probe);
  free(watch);
}

// MARK: whether a loop rests

static bool same_place(const struct stall_wait *wait, const struct stall_state *state) {
  return wait->call == state->call && wait->stack == state->stack && wait->program == state->program;
}

// A thread that was blocked there and answered at once was waiting for work there. A handler that blocks in the same
// call does so deeper in the stack; one that woke by chance in that moment does not do so three times.
static bool rests_in(const struct stall_watch *watch, const struct stall_state *state) {
  for (int i = 0; i < STALL_WAITS; i++) {
    if (same_place(&watch->waited[i], state)) return watch->waited[i].confirmed >= 3;
  }
  return false;
}

static void learn(struct stall_watch *watch, uint64_t delay) {
  struct stall_state *state = &watch->sent_in;
  if (delay > prompt || state->running || state->call < 0) return;
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

static void count_usage(struct stall_watch *watch, const struct stall_reading *from, const struct stall_reading *to) {
  if (from->at == 0 || to->cpu < from->cpu) return;
  atomic_fetch_add_explicit(&watch->probe->cpu, to->cpu - from->cpu, memory_order_relaxed);
  atomic_fetch_add_explicit(&watch->probe->observed, to->at - from->at, memory_order_relaxed);
}

// Another thread gave the last sign of life: what was read of the one before does not compare.
static void turn_to(struct stall_watch *watch, int32_t thread) {
  stall_gaze_at(&watch->gaze, thread);
  memset(&watch->base, 0, sizeof watch->base);
  memset(&watch->before, 0, sizeof watch->before);
  memset(&watch->last, 0, sizeof watch->last);
  memset(&watch->state, 0, sizeof watch->state);
}

// Reads how far the loop's thread has come; returns whether it has moved since the last look.
static bool read_thread(struct stall_watch *watch, uint64_t now) {
  struct stall_reading reading = watch->last;
  uint64_t cpu = stall_thread_cpu(watch->gaze.tid);
  bool moved = cpu == 0 || reading.at == 0 || cpu != reading.cpu;
  if (!moved && !watch->state.running) {
    reading.at = now;
  } else if (!stall_read(&watch->gaze, &reading)) {
    return true;
  }
  struct stall_state state = {0};
  stall_read_state(&watch->gaze, &state);
  watch->without_cpu += stall_time_without_cpu(&watch->last, &watch->state, &reading, &state);
  watch->state = state;
  count_usage(watch, &watch->last, &reading);
  watch->before = watch->last.at ? watch->last : reading;
  watch->last = reading;
  return moved;
}

// Looks at the loop's own thread; returns whether it may be at work.
static bool thread_is_active(struct stall_watch *watch, struct stall_signs *signs, uint64_t now) {
  int32_t thread = atomic_load_explicit(&watch->probe->thread, memory_order_relaxed);
  if (thread == 0) return true;
  if (watch->gaze.tid != thread) turn_to(watch, thread);
  bool outstanding = watch->judge.sent && signs->answered != watch->judge.asked;
  bool moved = read_thread(watch, now);
  if (!watch->judge.asks || outstanding) return true;
  watch->sent_in = watch->state;
  // That the heartbeat itself moved the thread says nothing.
  bool answered = watch->judge.sent != 0;
  return (moved && !answered) || !rests_in(watch, &watch->sent_in) || now - watch->confirmed_at > recheck;
}

// MARK: when the work began that keeps a loop from answering

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
    if (since == 0 || since > watch->judge.sent + prompt) return;
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
static void sharpen_by_crew(struct stall_watch *watch, struct stall_signs *signs) {
  bool pool = watch->probe->options.threads != NULL;
  uint64_t latest = 0;
  uint32_t at_work = 0;
  for (uint32_t i = 0; i < watch->crew->count; i++) {
    struct stall_member *member = &watch->crew->members[i];
    if (!member->stuck && !member->state.running) continue;
    at_work++;
    latest = most(latest, since_when(member));
  }
  if (latest == 0 || latest > watch->judge.sent + prompt || (!pool && at_work != 1)) return;
  signs->begun = latest;
  signs->begun_uncertainty = 500 * STALL_MICROSECOND;
}

static void sharpen(struct stall_watch *watch, struct stall_signs *signs, uint64_t now) {
  const struct stall_judge *judge = &watch->judge;
  bool late = judge->sent && signs->answered != judge->asked && now - judge->sent >= judge->interval;
  if (!late || judge->begun || judge->alive == 0) return;
  if (watch->crew) {
    sharpen_by_crew(watch, signs);
  } else {
    sharpen_by_thread(watch, signs, now);
  }
}

// MARK: reports

// A thread that went back to wait since it was looked at, or is stuck in a block of a global queue, keeps nobody.
static bool serves(const struct stall_watch *watch, struct stall_member *member) {
  enum stall_kind kind = watch->probe->options.kind;
  struct stall_state now;
  if (stall_read_state(&member->gaze, &now) && stall_waits_for_work(&now)) return false;
  bool tasks_only = kind == STALL_KIND_ACTOR || kind == STALL_KIND_EXECUTOR;
  return !tasks_only || !member->stuck || stall_in_task(&member->gaze) != STALL_TASK_NO;
}

enum { RANKS = 4, AT_NOTHING = RANKS };
static int rank_of(const struct stall_watch *watch, const struct stall_member *member) {
  int32_t answered = atomic_load_explicit(&watch->probe->thread, memory_order_relaxed);
  if (!member->stuck && !member->state.running) return AT_NOTHING;
  return (member->stuck ? 0 : 2) + (member->gaze.tid == answered ? 0 : 1);
}

static void members_of_stall(struct stall_watch *watch, struct stall_event *event) {
  struct stall_probe *probe = watch->probe;
  if (!watch->crew) {
    if (watch->gaze.tid) stall_describe(&watch->gaze, &watch->base, &event->threads[event->thread_count++]);
    return;
  }
  // A pool is stalled by all its threads; anything else by one: rather by one that is stuck, then by the one that gave
  // the last answer.
  bool pool = probe->options.threads != NULL;
  for (int rank = 0; rank < RANKS && (pool || event->thread_count == 0); rank++) {
    for (uint32_t i = 0; i < watch->crew->count && event->thread_count < STALL_EVENT_THREADS; i++) {
      struct stall_member *member = &watch->crew->members[i];
      if (rank_of(watch, member) != rank || !serves(watch, member)) continue;
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

static void report_verdict(
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
    members_of_stall(watch, &event);
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
  if (!watch->crew && watch->gaze.tid) look_back(watch, &event, looked_at);
  stall_report(desk, &event);
}

// Another stack of a stall that lasts, unless its thread has not moved since the last: it would be the same, and each
// costs the thread an interrupted call.
static void sample_again(struct stall_watch *watch, struct stall_desk *desk, uint64_t now) {
  if (!watch->id || !watch->judge.reported || now < watch->next_sample) return;
  struct stall_verdict verdict = {
      .begin = watch->began, .end = now, .duration = minus(now, watch->began), .uncertainty = watch->judge.uncertainty};
  struct stall_event event = stall_event_make(watch->probe, &verdict);
  event.kind = STALL_EVENT_SAMPLE;
  event.id = watch->id;
  members_of_stall(watch, &event);
  uint32_t busy = 0;
  for (uint32_t i = 0; i < event.thread_count; i++) {
    if (event.threads[i].doing == STALL_DOING_BUSY) event.threads[busy++] = event.threads[i];
  }
  event.thread_count = busy;
  take_samples(watch, desk, &event, now);
}

// MARK: one look

// Of a loop that any of several threads may serve: the time in which none of them got on with it.
static void count_missing(struct stall_watch *watch, uint64_t now) {
  uint64_t wall = minus(now, watch->looked_at), missing = wall;
  for (uint32_t i = 0; i < watch->crew->count; i++) {
    struct stall_member *member = &watch->crew->members[i];
    if (!member->stuck && !member->state.running) continue;
    missing = least(missing, member->without_cpu);
  }
  if (watch->judge.sent) watch->without_cpu += missing;
}

static bool pool_is_active(struct stall_watch *watch, struct stall_desk *desk, uint64_t now) {
  struct stall_crew *crew = watch->crew;
  // Of a loop that is late, the thread that is to serve it may be a new one.
  uint64_t fresh = watch->judge.sent ? watch->judge.interval : recheck / 4;
  bool unknown = crew->listed_at == 0 || now - crew->listed_at > fresh;
  if (unknown) stall_crew_list(crew, watch->probe->options.threads, now);
  stall_crew_look(crew, now);
  count_missing(watch, now);
  bool moved = false;
  for (uint32_t i = 0; i < crew->count; i++) {
    moved |= crew->members[i].state.running || crew->members[i].stuck || crew->members[i].last.cpu != crew->members[i].base.cpu;
  }
  return moved && (desk->process_active || now - watch->confirmed_at > recheck);
}

void stall_watch_look(struct stall_watch *watch, struct stall_desk *desk, uint64_t now) {
  struct stall_probe *probe = watch->probe;
  struct stall_signs signs = {0};
  signs.answered = atomic_load_explicit(&probe->answered, memory_order_acquire);
  signs.answered_at = atomic_load_explicit(&probe->answered_at, memory_order_relaxed);
  uint32_t dropped = stall_probe_take_records(probe, &signs);
  signs.since = atomic_load_explicit(&probe->since, memory_order_seq_cst);
  signs.turn = atomic_load_explicit(&probe->turn, memory_order_relaxed);
  if (watch->crew) {
    bool active = pool_is_active(watch, desk, now);
    signs.active = active || now - watch->confirmed_at > recheck;
  } else {
    signs.active = thread_is_active(watch, &signs, now);
  }
  signs.queued = watch->without_cpu;
  watch->looked_at = now;
  sharpen(watch, &signs, now);

  bool worked = watch->judge.begun != 0;
  struct stall_judgement judgement = stall_judge_look(&watch->judge, &signs, &desk->lost, now);
  for (uint32_t i = 0; i < judgement.count; i++) report_verdict(watch, desk, &judgement.verdicts[i], now);
  sample_again(watch, desk, now);
  if (dropped) stall_desk_report(desk, STALL_EVENT_DROPPED, now, 0, dropped);
  if (judgement.delayed) {
    watch->confirmed_at = now;
    learn(watch, judgement.delay);
    if (desk->options->delay) {
      desk->options->delay(desk->options->context, probe, judgement.delay, watch->judge.interval);
    }
  }
  watch->waits = judgement.waits;
  watch->next = judgement.next;
  if (probe->options.threads) watch->next = least(watch->next, stall_workers_look(watch, desk, now));
  if (judgement.send || (!watch->judge.asks && !worked)) watch->base = watch->before;
  if (judgement.send) {
    atomic_store_explicit(&probe->asked, watch->judge.asked, memory_order_release);
    probe->options.send(probe->options.context, probe);
  }
}
