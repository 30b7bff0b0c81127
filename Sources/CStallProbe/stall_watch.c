#define _GNU_SOURCE

#include "stall_watch.h"

#include <stdlib.h>
#include <string.h>

#include "stall_clock.h"
#include "stall_watch_parts.h"
#include "stall_workers.h"

// A loop that rests is asked this often all the same: that it rests is a conclusion from where its thread was found.
static const uint64_t recheck = STALL_SECOND;
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
  if (has_own_thread(probe)) return watch;
  watch->progress = calloc(STALL_CREW, sizeof *watch->progress);
  if (watch->progress) return watch;
  free(watch);
  return NULL;
}

void stall_watch_free(struct stall_watch *watch) {
  stall_gaze_end(&watch->gaze);
  free(watch->progress);
  stall_probe_release(watch->probe);
  free(watch);
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
static bool read_thread(struct stall_watch *watch, uint64_t since, uint64_t now) {
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
  uint64_t missing = stall_time_without_cpu(&watch->last, &watch->state, &reading, &state);
  // A loop that told of a piece of work had a CPU then, and has not waited since of its own will.
  if (since && state.running && reading.switches == watch->last.switches) {
    missing = most(missing, minus(minus(now, most(since, watch->last.at)), reading.cpu - watch->last.cpu));
  }
  watch->without_cpu += missing;
  watch->state = state;
  count_usage(watch, &watch->last, &reading);
  watch->before = watch->last.at ? watch->last : reading;
  watch->last = reading;
  return moved;
}

// Looks at the loop's own thread; returns whether it may be at work.
static bool thread_is_active(struct stall_watch *watch, bool outstanding, uint64_t since, uint64_t now) {
  int32_t thread = atomic_load_explicit(&watch->probe->thread, memory_order_relaxed);
  if (thread == 0) return true;
  if (watch->gaze.tid != thread) turn_to(watch, thread);
  bool moved = read_thread(watch, since, now);
  if (!watch->judge.asks || outstanding) return true;
  watch->sent_in = watch->state;
  // That the heartbeat itself moved the thread says nothing.
  bool answered = watch->judge.sent != 0;
  return (moved && !answered) || !stall_rests_in(watch, &watch->sent_in) || now - watch->confirmed_at > recheck;
}

// The main queue is drained by the main thread or by a worker beyond the pool's width, never by one of the pool.
bool stall_may_serve(const struct stall_watch *watch, const struct stall_member *member) {
  const struct stall_probe_options *options = &watch->probe->options;
  if (options->threads) return strcmp(member->name, options->threads) == 0;
  if (options->kind != STALL_KIND_MAIN_ACTOR) return true;
  int32_t answered = atomic_load_explicit(&watch->probe->thread, memory_order_relaxed);
  return member->gaze.tid == answered || strstr(member->name, "-qos") == NULL || strstr(member->name, "overcommit");
}

bool stall_may_hold_up(const struct stall_watch *watch, const struct stall_crew *crew, uint32_t index) {
  const struct stall_member *member = &crew->members[index];
  const struct stall_progress *progress = &watch->progress[index];
  if (!stall_may_serve(watch, member)) return false;
  bool passed = progress->thread == member->gaze.tid && progress->passed == member->turn;
  return member->state.running || (member->stuck && !passed);
}

// Looks at the threads that may serve the loop; returns whether any of them is at work, or was. The time in which none
// of them got on with anything counts as without a CPU.
static bool crew_is_active(struct stall_watch *watch, struct stall_desk *desk, bool outstanding, uint64_t now) {
  struct stall_crew *crew = &desk->crew;
  int32_t answered = atomic_load_explicit(&watch->probe->thread, memory_order_relaxed);
  // The thread that is to serve a loop that is late may be a new one.
  bool late = outstanding && now - watch->judge.sent >= watch->judge.interval;
  stall_crew_look(crew, answered, late ? watch->judge.interval / 2 : recheck / 4, now);
  uint64_t missing = minus(now, watch->looked_at);
  bool moved = false, at_work = false;
  for (uint32_t i = 0; i < crew->count; i++) {
    struct stall_member *member = &crew->members[i];
    struct stall_progress *progress = &watch->progress[i], before = {0};
    if (progress->thread == member->gaze.tid) before = *progress;
    *progress = (struct stall_progress){
        .thread = member->gaze.tid,
        .cpu = member->last.cpu,
        .without_cpu = member->without_cpu,
        .turn = member->turn,
        .steady = member->turn == before.turn,
        .passed = before.passed};
    if (!stall_may_serve(watch, member)) continue;
    moved |= member->last.cpu != before.cpu;
    if (!stall_may_hold_up(watch, crew, i)) continue;
    at_work = true;
    missing = least(missing, minus(member->without_cpu, before.without_cpu));
  }
  if (watch->judge.sent) watch->without_cpu += missing;
  return at_work || (moved && desk->process_active) || now - watch->confirmed_at > recheck;
}

// The loop has answered since the look before, although threads were stuck then as they are now: where those are, they
// do not hold it up.
static void let_pass(struct stall_watch *watch) {
  for (uint32_t i = 0; i < STALL_CREW; i++) {
    if (watch->progress[i].steady) watch->progress[i].passed = watch->progress[i].turn;
  }
}

// The piece of work that a loop is in. A loop that begins another one meanwhile is read again, or as waiting.
static void read_piece(struct stall_probe *probe, struct stall_signs *signs) {
  enum { TRIES = 4 };
  for (int i = 0; i < TRIES; i++) {
    signs->turn = atomic_load_explicit(&probe->turn, memory_order_acquire);
    signs->since = atomic_load_explicit(&probe->since, memory_order_seq_cst);
    if (atomic_load_explicit(&probe->turn, memory_order_acquire) == signs->turn) return;
  }
  signs->since = 0;
}

void stall_watch_look(struct stall_watch *watch, struct stall_desk *desk, uint64_t now) {
  struct stall_probe *probe = watch->probe;
  struct stall_signs signs = {0};
  signs.answered = atomic_load_explicit(&probe->answered, memory_order_acquire);
  signs.answered_at = atomic_load_explicit(&probe->answered_at, memory_order_relaxed);
  uint32_t dropped = stall_probe_take_records(probe, &signs);
  read_piece(probe, &signs);
  bool outstanding = watch->judge.sent && signs.answered != watch->judge.asked;
  signs.active =
      stall_is_shared(watch) ? crew_is_active(watch, desk, outstanding, now)
                             : thread_is_active(watch, outstanding, signs.since, now);
  signs.queued = watch->without_cpu;
  watch->looked_at = now;
  stall_find_begin(watch, &desk->crew, &signs, now);

  bool worked = watch->judge.begun != 0;
  struct stall_judgement judgement = stall_judge_look(&watch->judge, &signs, &desk->lost, now);
  for (uint32_t i = 0; i < judgement.count; i++) stall_tell(watch, desk, &judgement.verdicts[i], now);
  stall_sample_again(watch, desk, now);
  if (dropped) stall_desk_report(desk, STALL_EVENT_DROPPED, now, 0, dropped);
  if (judgement.delayed) {
    watch->confirmed_at = now;
    stall_learn_rest(watch, judgement.delay);
    if (stall_is_shared(watch)) let_pass(watch);
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
