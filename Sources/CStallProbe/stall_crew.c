#define _GNU_SOURCE

#include "stall_crew.h"

#include <string.h>
#include <unistd.h>

#include "stall_clock.h"

static uint64_t minus(uint64_t a, uint64_t b) { return a > b ? a - b : 0; }

uint64_t stall_time_without_cpu(
    const struct stall_reading *from, const struct stall_state *before, const struct stall_reading *to,
    const struct stall_state *after) {
  uint64_t wall = minus(to->at, from->at), accounted = minus(to->queued, from->queued);
  if (from->at == 0) return 0;
  bool ran_on = before->running && after->running && from->switches == to->switches;
  uint64_t waited = ran_on ? minus(wall, to->cpu - from->cpu) : accounted;
  return waited < wall ? waited : wall;
}

void stall_describe(struct stall_gaze *gaze, const struct stall_reading *base, struct stall_thread *thread) {
  memset(thread, 0, sizeof *thread);
  thread->id = gaze->tid;
  struct stall_reading now;
  struct stall_state state;
  if (gaze->tid == 0 || !stall_read_name(gaze->tid, thread->name) || !stall_read(gaze, &now)) return;
  if (base->at != 0) {
    thread->cpu_ns = minus(now.cpu, base->cpu);
    thread->queue_ns = minus(now.queued, base->queued);
    thread->observed_ns = minus(now.at, base->at);
  }
  if (!stall_read_state(gaze, &state)) return;
  if (state.running) {
    bool starved = thread->queue_ns > thread->cpu_ns && thread->queue_ns > thread->observed_ns / 2;
    thread->doing = starved ? STALL_DOING_WAITING_FOR_CPU : STALL_DOING_BUSY;
  } else {
    thread->doing = STALL_DOING_BLOCKED;
    thread->call = stall_call_name(state.call);
    stall_read_channel(gaze->tid, thread->channel, sizeof thread->channel);
  }
}

// libdispatch names its workers after their root queue; the main thread runs the main actor until it first suspends.
static bool may_serve(int32_t tid, const char *name) {
  return tid == getpid() || strstr(name, "-qos") || strstr(name, "overcommit");
}

struct listing {
  struct stall_crew *crew;
  int32_t guest;
};

static bool list(void *context, int32_t tid) {
  struct listing *listing = context;
  struct stall_crew *crew = listing->crew;
  for (uint32_t i = 0; i < crew->count; i++) {
    if (crew->members[i].gaze.tid != tid) continue;
    crew->members[i].seen = true;
    return true;
  }
  char name[16];
  if (crew->count == STALL_CREW) return false;
  if (tid == stall_thread_id() || !stall_read_name(tid, name)) return true;
  if (tid != listing->guest && !may_serve(tid, name)) return true;
  struct stall_member *member = &crew->members[crew->count++];
  memset(member, 0, sizeof *member);
  memcpy(member->name, name, sizeof name);
  stall_gaze_at(&member->gaze, tid);
  member->seen = true;
  return true;
}

static void list_again(struct stall_crew *crew, int32_t guest) {
  for (uint32_t i = 0; i < crew->count; i++) crew->members[i].seen = false;
  struct listing listing = {.crew = crew, .guest = guest};
  stall_each_thread(list, &listing);
  for (uint32_t i = 0; i < crew->count;) {
    // One that stalls and has gone is let go when its stall was closed.
    if (crew->members[i].seen || crew->members[i].id != 0) {
      i++;
      continue;
    }
    stall_gaze_end(&crew->members[i].gaze);
    crew->members[i] = crew->members[--crew->count];
  }
}

static void look(struct stall_member *member, uint64_t now) {
  struct stall_reading reading;
  struct stall_state state;
  uint64_t cpu = stall_thread_cpu(member->gaze.tid);
  // A thread that waited and has used no CPU time waits still, in the same place.
  bool still = member->last.at != 0 && cpu != 0 && cpu == member->last.cpu && !member->state.running;
  if (still) {
    member->last.at = now;
    if (member->idle.at && member->idle.cpu == cpu) member->idle.at = now;
    return;
  }
  if (!stall_read(&member->gaze, &reading) || !stall_read_state(&member->gaze, &state)) {
    member->stuck = false;
    member->state = (struct stall_state){0};
    member->last = (struct stall_reading){.at = now};
    return;
  }
  member->without_cpu += stall_time_without_cpu(&member->last, &member->state, &reading, &state);
  // A stack taken by a signal wakes a thread that goes back to the very same wait.
  bool same = member->stuck && state.call == member->state.call && state.stack == member->state.stack &&
              state.program == member->state.program && reading.switches - member->last.switches <= 1;
  if (!same) {
    member->base = member->last;
    member->turn++;
    member->stuck = !state.running && !stall_waits_for_work(&state);
    member->stuck_since = member->stuck ? now : 0;
    member->exact = false;
  }
  bool ran_on = state.running && member->idle.at && reading.switches == member->idle.switches;
  member->busy_since =
      ran_on ? minus(now, (reading.cpu - member->idle.cpu) + (reading.queued - member->idle.queued)) : 0;
  if (stall_waits_for_work(&state)) member->idle = reading;
  member->last = reading;
  member->state = state;
}

void stall_crew_look(struct stall_crew *crew, int32_t guest, uint64_t oldest, uint64_t now) {
  uint64_t threads = crew->looked_at == now ? crew->threads : stall_thread_count();
  if (crew->listed_at == 0 || now - crew->listed_at > oldest || threads != crew->threads) {
    list_again(crew, guest);
    crew->listed_at = now;
    crew->threads = threads;
  } else if (crew->looked_at == now) {
    return;
  }
  for (uint32_t i = 0; i < crew->count; i++) look(&crew->members[i], now);
  crew->looked_at = now;
}

void stall_crew_end(struct stall_crew *crew) {
  for (uint32_t i = 0; i < crew->count; i++) stall_gaze_end(&crew->members[i].gaze);
  crew->count = 0;
}
