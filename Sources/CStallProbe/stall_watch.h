// One watchdog's eye on one probe, for the files of this library only.
#ifndef STALL_WATCH_H
#define STALL_WATCH_H

#include <string.h>

#include "stall_cell.h"
#include "stall_crew.h"

// A thread that a reported stall already names.
struct stall_claim {
  int32_t thread;
  uint64_t id;
};

// What a look hands on, and what all looks of one watchdog share.
enum { STALL_CLAIMS = 64 };
struct stall_desk {
  const struct stall_watchdog_options *options;
  struct stall_lost lost;
  uint64_t ids;          // of stalls given so far
  struct stall_claim claims[STALL_CLAIMS];
  struct stall_crew crew;
  bool process_active;   // the process used CPU time lately that no heartbeat explains
};

// Waits in which a loop was found, and answered at once.
enum { STALL_WAITS = 4 };
struct stall_wait {
  int64_t call;
  uint64_t stack, program;
  uint32_t confirmed;
};

struct stall_progress {
  int32_t thread;
  uint64_t cpu, without_cpu;
  uint64_t turn;    // of its blocks, at the last look
  bool steady;      // the same as at the look before
  uint64_t passed;  // of its blocks, when a heartbeat was answered all the same
};

struct stall_watch {
  struct stall_probe *probe;
  struct stall_judge judge;
  uint64_t next;             // look again then; UINT64_MAX: not before the bell rings
  bool waits;                // for the loop to take up work
  uint64_t id;               // of the stall it is in
  uint64_t began;            // of that
  uint32_t samples;          // taken of it
  uint64_t next_sample;
  struct stall_gaze gaze;    // at the loop's thread
  struct stall_reading base;    // at the look before the heartbeat, or before the piece of work
  struct stall_reading before;  // at the look before
  struct stall_reading last;    // at this look
  struct stall_state state;     // of the thread, at this look
  uint64_t without_cpu;         // how long the loop was ready and had no CPU, ever since it is watched
  uint64_t looked_at;           // the look before
  struct stall_thread threads[STALL_EVENT_THREADS];  // as they were when the stall was reported
  uint32_t thread_count;
  uint64_t confirmed_at;     // an answered heartbeat showed that the loop runs
  struct stall_state sent_in;  // where the thread was when the heartbeat was sent
  struct stall_wait waited[STALL_WAITS];
  // How far each member of the crew was at the last look, where the loop has no thread of its own.
  struct stall_progress *progress;
};

struct stall_watch *stall_watch_make(struct stall_probe *probe, const struct stall_watchdog_options *options);
void stall_watch_free(struct stall_watch *watch);

// Any of several threads may serve it.
static inline bool stall_is_shared(const struct stall_watch *watch) { return watch->progress != NULL; }
bool stall_may_serve(const struct stall_watch *watch, const struct stall_member *member);
// The member of that index may be what keeps the loop from answering: it is at work, and not where it was stuck already
// when the loop still answered.
bool stall_may_hold_up(const struct stall_watch *watch, const struct stall_crew *crew, uint32_t index);

// Looks, reports, sends; sets when to look again.
void stall_watch_look(struct stall_watch *watch, struct stall_desk *desk, uint64_t now);

// A thread is claimed by the first stall that names it, until that ends; with no room left it stays free.
void stall_claim(struct stall_desk *desk, int32_t thread, uint64_t id);
void stall_unclaim(struct stall_desk *desk, uint64_t id);
bool stall_is_claimed(const struct stall_desk *desk, int32_t thread);

// Reports something that is not about one probe.
void stall_desk_report(
    struct stall_desk *desk, enum stall_event_kind kind, uint64_t began, uint64_t duration, uint64_t count);

#endif
