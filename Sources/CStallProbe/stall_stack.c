#include "stall_stack.h"

#include <errno.h>

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

#include <pthread.h>

#include "stall_unwind.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct stall_codes codes;
static struct stall_window window;

int stall_read_stack(struct stall_gaze *gaze, struct stall_sample *sample) {
  struct stall_state state;
  sample->count = sample->async_count = sample->async_at = 0;
  uint64_t before = stall_thread_cpu(gaze->tid);
  if (!stall_read_state(gaze, &state)) return EPERM;
  if (state.running || state.stack == 0) return EAGAIN;
  // The kernel tells a blocked thread's stack pointer and program counter, and no other register.
  struct stall_registers registers = {.unknown = ~UINT64_C(0)};
  stall_know(&registers, STALL_STACK_POINTER, (uintptr_t)state.stack);
  stall_know(&registers, STALL_PC, (uintptr_t)state.program);
  pthread_mutex_lock(&lock);
  stall_codes_update(&codes);
  stall_unwind(&codes, &window, &registers, sample);
  pthread_mutex_unlock(&lock);
  // A thread that used no CPU time has written nothing.
  if (stall_thread_cpu(gaze->tid) == before) return 0;
  sample->count = sample->async_count = sample->async_at = 0;
  return EAGAIN;
}

#else

int stall_read_stack(struct stall_gaze *gaze, struct stall_sample *sample) {
  (void)gaze;
  sample->count = sample->async_count = sample->async_at = 0;
  return ENOTSUP;
}

#endif
