#define _GNU_SOURCE

#include "stall_report.h"

#include <string.h>

#include "stall_clock.h"
#include "stall_stack.h"

static int64_t unix_time_of(uint64_t monotonic) {
  return (int64_t)stall_clock(CLOCK_REALTIME) - (int64_t)(stall_now() - monotonic);
}

struct stall_event stall_event_make(struct stall_probe *probe, const struct stall_verdict *verdict) {
  struct stall_event event;
  memset(&event, 0, sizeof event);
  event.probe = probe;
  event.began_ns = verdict->begin;
  event.began_unix_ns = unix_time_of(verdict->begin);
  event.duration_ns = verdict->duration;
  event.uncertainty_ns = verdict->uncertainty;
  event.sampled_thread = -1;
  return event;
}

bool stall_take_stack(struct stall_desk *desk, const struct stall_thread *thread, struct stall_sample *sample) {
  if (desk->options->reads_stacks && thread->doing == STALL_DOING_BLOCKED) {
    struct stall_gaze gaze = {0};
    stall_gaze_at(&gaze, thread->id);
    int error = stall_read_stack(&gaze, sample);
    stall_gaze_end(&gaze);
    if (error == 0) return true;
  }
  return desk->options->interrupts && stall_sample_take(thread->id, sample, 50 * STALL_MILLISECOND) == 0;
}

void stall_report(struct stall_desk *desk, const struct stall_event *event) {
  if (desk->options->report) desk->options->report(desk->options->context, event);
}

void stall_desk_report(
    struct stall_desk *desk, enum stall_event_kind kind, uint64_t began, uint64_t duration, uint64_t count) {
  struct stall_verdict verdict = {.begin = began, .duration = duration};
  struct stall_event event = stall_event_make(NULL, &verdict);
  event.kind = kind;
  event.count = count;
  stall_report(desk, &event);
}

void stall_claim(struct stall_desk *desk, int32_t thread, uint64_t id) {
  for (int i = 0; i < STALL_CLAIMS; i++) {
    if (desk->claims[i].id != 0) continue;
    desk->claims[i] = (struct stall_claim){.thread = thread, .id = id};
    return;
  }
}

void stall_unclaim(struct stall_desk *desk, uint64_t id) {
  for (int i = 0; i < STALL_CLAIMS; i++) {
    if (desk->claims[i].id == id) desk->claims[i].id = 0;
  }
}

bool stall_is_claimed(const struct stall_desk *desk, int32_t thread) {
  for (int i = 0; i < STALL_CLAIMS; i++) {
    if (desk->claims[i].id != 0 && desk->claims[i].thread == thread) return true;
  }
  return false;
}
