// The threads that may be meant when a loop stalls, for the files of this library only.
#ifndef STALL_CREW_H
#define STALL_CREW_H

#include "stall_judge.h"
#include "stall_look.h"
#include "stall_watchdog.h"

// One thread, looked at now and then.
struct stall_member {
  struct stall_gaze gaze;
  struct stall_reading idle;  // when it was last seen waiting for work
  struct stall_reading base;  // at the look before it got stuck, or came back
  struct stall_reading last;  // at the last look
  struct stall_state state;   // at the last look
  uint64_t without_cpu;       // between the last two looks
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

enum { STALL_CREW = 64 };
struct stall_crew {
  struct stall_member members[STALL_CREW];
  uint32_t count;
  uint64_t listed_at;
};

// How long, between two looks at it, a thread wanted a CPU and had none. The kernel adds a wait to its account only when
// it is over; what a thread does not use of a CPU while it neither waits nor gives it up is a wait that still lasts.
uint64_t stall_time_without_cpu(
    const struct stall_reading *from, const struct stall_state *before, const struct stall_reading *to,
    const struct stall_state *after);

// What the thread is doing now, and what it did since `base`.
void stall_describe(struct stall_gaze *gaze, const struct stall_reading *base, struct stall_thread *thread);

// Lists the threads again: those with that name, or, without a name, those that may serve tasks and queues.
void stall_crew_list(struct stall_crew *crew, const char *name, uint64_t now);
// Looks at every member.
void stall_crew_look(struct stall_crew *crew, uint64_t now);
void stall_crew_end(struct stall_crew *crew);

#endif
