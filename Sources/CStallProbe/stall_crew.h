// The threads that may serve loops without a thread of their own; for the files of this library only.
#ifndef STALL_CREW_H
#define STALL_CREW_H

#include "stall_judge.h"
#include "stall_look.h"
#include "stall_watchdog.h"

// One thread, looked at now and then.
struct stall_member {
  struct stall_gaze gaze;
  char name[16];
  struct stall_reading idle;  // when it was last seen waiting for work
  struct stall_reading base;  // at the look before it got stuck, or came back
  struct stall_reading last;  // at the last look
  struct stall_state state;   // at the last look
  uint64_t without_cpu;       // how long it was ready and had no CPU, ever since it is looked at
  uint64_t turn;              // counts the blocks
  bool stuck;                 // blocked, and not in the wait for work, since the look before
  uint64_t stuck_since;       // begin of that block
  bool exact;                 // stuck_since is the scheduler's own
  uint64_t busy_since;        // begin of the work it is at, on a CPU all the time; 0 where unknown
  struct stall_judge judge;
  uint64_t id;                // of the stall it is in
  bool was_exact;             // the begin of that is the scheduler's own
  struct stall_thread thread; // as it was when that was reported
  bool seen;
};

enum { STALL_CREW = 128 };
struct stall_crew {
  struct stall_member members[STALL_CREW];
  uint32_t count;
  uint64_t listed_at, looked_at;
  uint64_t threads;  // of the process, when it was listed
};

static inline bool stall_is_at_work(const struct stall_member *member) {
  return member->stuck || member->state.running;
}

// How long, between two looks at it, a thread wanted a CPU and had none. The kernel adds a wait to its account only when
// it is over; what a thread does not use of a CPU while it neither waits nor gives it up is a wait that still lasts.
uint64_t stall_time_without_cpu(
    const struct stall_reading *from, const struct stall_state *before, const struct stall_reading *to,
    const struct stall_state *after);

// What the thread is doing now, and what it did since `base`.
void stall_describe(struct stall_gaze *gaze, const struct stall_reading *base, struct stall_thread *thread);

// Looks at all of them, once at a time. Lists them again if the list is older than that: libdispatch's workers and the
// main thread, and `guest`, a thread that answered.
void stall_crew_look(struct stall_crew *crew, int32_t guest, uint64_t oldest, uint64_t now);
void stall_crew_end(struct stall_crew *crew);

#endif
