// What a thread of this process is doing, as the kernel tells anybody who asks: nothing here disturbs the thread.
#ifndef STALL_LOOK_H
#define STALL_LOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Files of /proc/self/task/TID, kept open while the thread is looked at again and again. Zero is a gaze at nobody.
struct stall_gaze {
  int32_t tid;
  int files[3];
};
void stall_gaze_at(struct stall_gaze *gaze, int32_t tid);
void stall_gaze_end(struct stall_gaze *gaze);

// How far the thread has come. All but `at` only grow.
struct stall_reading {
  uint64_t at;          // monotonic nanoseconds
  uint64_t cpu;         // nanoseconds on a CPU
  uint64_t queued;      // nanoseconds ready to run, without a CPU
  uint64_t switches;    // how often it gave its CPU up by itself
  uint64_t ran_until;   // when it left the CPU last, on the clock of the scheduler of that CPU; 0 where unknown
};
// False where the thread is gone.
bool stall_read(struct stall_gaze *gaze, struct stall_reading *reading);

// Just the time on a CPU, by one system call. 0 where the thread is gone.
uint64_t stall_thread_cpu(int32_t tid);
uint64_t stall_process_cpu(void);

// Where the thread is.
struct stall_state {
  bool running;       // on a CPU or ready to be
  int64_t call;       // the number of the system call it is blocked in; -1 outside of one, -2 where nobody may know
  uint64_t arguments[6];
  uint64_t stack, program;  // its stack pointer and program counter in the program
};
bool stall_read_state(struct stall_gaze *gaze, struct stall_state *state);

// It waits for work: in the call of an event loop, or as a worker of libdispatch that has none.
bool stall_waits_for_work(const struct stall_state *state);

// It is blocked in a call that loops of any kind wait for work in.
bool stall_may_wait_for_work(const struct stall_state *state);

// NULL for a number that is not known.
const char *stall_call_name(int64_t number);

// The kernel function that it sleeps in, "" where it does not or nobody may know. True where there is one.
bool stall_read_channel(int32_t tid, char *channel, size_t size);
bool stall_read_name(int32_t tid, char name[16]);

// When a blocked thread left the CPU, on the monotonic clock. The schedulers' clocks drift by what the machine below
// takes away, so the clock of that CPU is compared at this moment: the calling thread goes there for a moment.
uint64_t stall_blocked_since(int32_t tid, uint64_t ran_until);

// How many threads the process has, by one system call.
uint64_t stall_thread_count(void);
// Calls `body` for each thread of the process, until it returns false.
void stall_each_thread(bool (*body)(void *context, int32_t tid), void *context);

// The readers of the files' text, apart from the files.
bool stall_parse_state(const char *text, struct stall_state *state);
bool stall_parse_sched(const char *text, struct stall_reading *reading);
bool stall_parse_schedstat(const char *text, uint64_t *queued);

#ifdef __cplusplus
}
#endif
#endif
