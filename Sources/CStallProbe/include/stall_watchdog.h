// The watchdog: one thread that looks after probes and reports what stalls.
#ifndef STALL_WATCHDOG_H
#define STALL_WATCHDOG_H

#include <stdbool.h>
#include <stdint.h>

#include "stall_probe.h"
#include "stall_sample.h"

#ifdef __cplusplus
extern "C" {
#endif

enum stall_kind {
  STALL_KIND_PROBE,       // a loop that tells: enter, leave, beat
  STALL_KIND_EVENT_LOOP,  // the others are asked, by heartbeats
  STALL_KIND_MAIN_ACTOR,
  STALL_KIND_POOL,
  STALL_KIND_ACTOR,
  STALL_KIND_EXECUTOR,
  STALL_KIND_QUEUE,
};

enum stall_doing { STALL_DOING_UNKNOWN, STALL_DOING_BUSY, STALL_DOING_BLOCKED, STALL_DOING_WAITING_FOR_CPU };

struct stall_thread {
  int32_t id;
  char name[16];
  enum stall_doing doing;
  const char *call;        // the system call it is blocked in, NULL where unknown; lives as long as the program
  char channel[48];        // the kernel function it sleeps in, "" where unknown
  uint64_t cpu_ns, queue_ns, observed_ns;
};

enum stall_event_kind {
  STALL_EVENT_BEGAN,      // lasts longer than the threshold, and still does
  STALL_EVENT_SAMPLE,     // one more stack of a stall that lasts
  STALL_EVENT_ENDED,      // with its exact duration
  STALL_EVENT_STARVED,    // the thread was ready and had no CPU: no stall
  STALL_EVENT_STOPPED,    // the whole process did not run: no stall
  STALL_EVENT_SUSPENDED,  // the machine slept: no stall
  STALL_EVENT_DROPPED,    // so many stalls could not be kept
};

enum { STALL_EVENT_THREADS = 16 };
struct stall_event {
  enum stall_event_kind kind;
  uint64_t id;             // of the stall, from 1; 0 for what is none
  stall_probe *probe;      // NULL where it is about the whole process
  uint64_t began_ns;       // monotonic
  int64_t began_unix_ns;   // the same moment on the wall clock
  uint64_t duration_ns;    // so far, or exact
  uint64_t uncertainty_ns;
  uint64_t count;          // of what was dropped
  uint32_t thread_count;
  struct stall_thread threads[STALL_EVENT_THREADS];
  int32_t sampled_thread;              // the thread the sample is of, an index of threads; -1 without a sample
  const struct stall_sample *sample;   // valid during the call
};

struct stall_watchdog_options {
  // Stacks of stalled threads. One that is blocked is read from outside (stall_stack.h) and notices nothing; one that
  // is busy must be interrupted by a signal (stall_sample.h), which installs a handler for SIGPROF.
  bool reads_stacks;
  bool interrupts;
  bool adopts;     // also watch the probes of stall_probe_create
  uint64_t rest_ns;  // between two looks at a process that does nothing, at most; 0: the smallest threshold
  void *context;
  // Both are called on the watchdog's thread, which sees nothing else meanwhile: hand on and return.
  void (*report)(void *context, const struct stall_event *event);
  void (*delay)(void *context, stall_probe *probe, uint64_t delay_ns, uint64_t interval_ns);  // may be NULL
};

typedef struct stall_watchdog stall_watchdog;

// Starts the thread. NULL with errno where there is no memory or no thread to be had.
stall_watchdog *stall_watchdog_start(const struct stall_watchdog_options *options);

// Ends the thread and waits for it; no callback is called afterwards. Not to be called from a callback.
void stall_watchdog_stop(stall_watchdog *watchdog);

// The watchdog holds the probe until it is removed or the watchdog stops.
void stall_watchdog_add(stall_watchdog *watchdog, stall_probe *probe);
void stall_watchdog_remove(stall_watchdog *watchdog, stall_probe *probe);

// A probe with everything that can be said of it; only the watchdogs it is added to watch it.
struct stall_probe_options {
  const char *label;
  enum stall_kind kind;
  uint64_t threshold_ns;   // 0: 100 ms
  uint64_t interval_ns;    // between two heartbeats of an active loop; 0: by kind
  const char *threads;     // the name of the threads that serve it, for a pool; NULL: the thread of its last answer
  // Makes the loop call stall_probe_answer. Called on the watchdog's thread, with one heartbeat out at a time.
  void (*send)(void *context, stall_probe *probe);
  void *context;
  void (*release)(void *context);  // nobody uses the probe any longer; may be NULL; called on any thread
};
stall_probe *stall_probe_make(const struct stall_probe_options *options);

// The loop answers the heartbeat, on its own thread. One clock read, no lock, no allocation.
void stall_probe_answer(stall_probe *probe);

const char *stall_probe_label(const stall_probe *probe);
enum stall_kind stall_probe_kind(const stall_probe *probe);
uint64_t stall_probe_threshold(const stall_probe *probe);

// CPU time of the loop's thread, and how long it was observed for that; both only grow. Zero for a pool.
void stall_probe_usage(const stall_probe *probe, uint64_t *cpu_ns, uint64_t *observed_ns);

// How long the pieces of work of a loop that tells have taken: `counts[i]` pieces of less than stall_bucket_end(i)
// nanoseconds. Counts only grow.
enum { STALL_BUCKETS = 320 };
void stall_probe_pieces(const stall_probe *probe, uint32_t counts[STALL_BUCKETS]);
uint64_t stall_bucket_end(uint32_t bucket);

#ifdef __cplusplus
}
#endif
#endif
