#define _GNU_SOURCE
#include "stall_sample.h"

#include <errno.h>

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>
#include <unwind.h>

// A slot is lent to one request at a time. Its state holds the generation of the request, so that a signal that
// arrives after its request was given up finds another generation and touches nothing.
enum phase { FREE, ASKED, WRITING, WRITTEN, ABANDONED };
enum { SLOTS = 4, PHASE_BITS = 3, SLOT_BITS = 2 };
static const uint32_t MAGIC = 0x57a11000;

struct slot {
  _Atomic uint32_t state;
  _Atomic int32_t tid;
  struct stall_sample sample;
};

static struct slot slots[SLOTS];

static uint32_t state_of(uint32_t generation, enum phase phase) { return generation << PHASE_BITS | (uint32_t)phase; }
static enum phase phase_of(uint32_t state) { return (enum phase)(state & ((1u << PHASE_BITS) - 1)); }

static bool advance(struct slot *slot, uint32_t generation, enum phase from, enum phase to) {
  uint32_t expected = state_of(generation, from);
  return atomic_compare_exchange_strong(&slot->state, &expected, state_of(generation, to));
}

// MARK: in the handler

#if defined(__x86_64__)
enum { FRAME_POINTER = 6 };
static uintptr_t interrupted_pc(const ucontext_t *context) { return (uintptr_t)context->uc_mcontext.gregs[REG_RIP]; }
#else
enum { FRAME_POINTER = 29 };
static uintptr_t interrupted_pc(const ucontext_t *context) { return (uintptr_t)context->uc_mcontext.pc; }
#endif

// Where the system marks the frames of asynchronous Swift functions, it is by this bit in the frame pointer they save.
static const uintptr_t ASYNC_FRAME = (uintptr_t)1 << 60;

// The beginning of the context that an asynchronous Swift function is called with.
struct async_context { uintptr_t parent, resume; };

// Asks the kernel to copy, because what looks like an address of the heap may be no address at all.
static bool read_context(uintptr_t address, struct async_context *context) {
  if (address == 0 || address % 16 != 0) return false;
  struct iovec to = {context, sizeof *context}, from = {(void *)address, sizeof *context};
  return syscall(SYS_process_vm_readv, (long)getpid(), &to, 1L, &from, 1L, 0L) == (long)sizeof *context;
}

static bool is_function(uintptr_t address) {
  return address != 0 && (uintptr_t)_Unwind_FindEnclosingFunction((void *)(address + 1)) == address;
}

// Follows the functions that await each other. On Linux nothing marks the frame of an asynchronous function, so a chain
// counts only if every link is the first instruction of a function and the last one has no parent: no other data does.
static uint32_t follow(uintptr_t address, uintptr_t *pcs) {
  uint32_t count = 0;
  while (address != 0 && count < STALL_SAMPLE_ASYNC_FRAMES) {
    struct async_context context;
    if (!read_context(address, &context) || !is_function(context.resume)) return 0;
    pcs[count++] = context.resume;
    address = context.parent;
  }
  return count;
}

struct walk {
  struct stall_sample *sample;
  uintptr_t interrupted, frame_pointer, stack_pointer;
  bool past_handler;
};

// Looks at the frame that was visited last, now that the one outside it tells where it ends. An asynchronous function
// keeps its context below the frame pointer it saved. A function it calls may have saved the same word, so the
// outermost frame with a chain counts.
static void look_for_context(struct walk *walk, uintptr_t end) {
  struct stall_sample *sample = walk->sample;
  uintptr_t slot = walk->frame_pointer - sizeof(uintptr_t);
  // Below the saved pointer lies the context, above it the return address.
  if (sample->count == 0 || slot % sizeof slot != 0) return;
  if (slot < walk->stack_pointer || slot >= end || end - slot < 3 * sizeof slot) return;
  // Between the stack pointers of two frames of this thread lies its own stack.
  uintptr_t pcs[STALL_SAMPLE_ASYNC_FRAMES];
  uint32_t count = follow(*(const uintptr_t *)slot, pcs);
  if (count == 0) return;
  memcpy(sample->async_pc, pcs, count * sizeof *pcs);
  sample->async_count = count;
  sample->async_at = sample->count - 1;
}

// A frame address that the unwinder computes from a marked frame pointer would be none, and reading there ends the
// process: the frames outside, of the executor, are given up. The register may hold any number, so it must be near.
static bool is_marked(const struct walk *walk) {
  uintptr_t unmarked = walk->frame_pointer & ~ASYNC_FRAME;
  return unmarked != walk->frame_pointer && unmarked - walk->stack_pointer < (uintptr_t)1 << 32;
}

static _Unwind_Reason_Code visit(struct _Unwind_Context *frame, void *state) {
  struct walk *walk = state;
  struct stall_sample *sample = walk->sample;
  uintptr_t pc = (uintptr_t)_Unwind_GetIP(frame);
  if (!walk->past_handler && pc != walk->interrupted) return _URC_NO_REASON;
  walk->past_handler = true;

  uintptr_t stack_pointer = (uintptr_t)_Unwind_GetCFA(frame);
  look_for_context(walk, stack_pointer);
  walk->stack_pointer = stack_pointer;
  // Past the trampoline every register has a place in memory, so the frame pointer can be asked for.
  walk->frame_pointer = (uintptr_t)_Unwind_GetGR(frame, FRAME_POINTER);

  if (pc == 0 || sample->count == STALL_SAMPLE_FRAMES || is_marked(walk)) return _URC_END_OF_STACK;
  sample->pc[sample->count++] = pc;
  return _URC_NO_REASON;
}

static void capture(struct stall_sample *sample, const ucontext_t *context) {
  sample->count = sample->async_count = sample->async_at = 0;
  struct walk walk = {.sample = sample, .interrupted = interrupted_pc(context)};
  _Unwind_Backtrace(visit, &walk);
  if (sample->count == 0) sample->pc[sample->count++] = walk.interrupted;
}

static long futex(_Atomic uint32_t *word, int operation, uint32_t value, const struct timespec *timeout) {
  return syscall(SYS_futex, word, (long)operation, (long)value, timeout, NULL, 0L);
}

static void answer(struct slot *slot, uint32_t generation, const ucontext_t *context) {
  if (!advance(slot, generation, ASKED, WRITING)) return;
  capture(&slot->sample, context);
  if (!advance(slot, generation, WRITING, WRITTEN)) {
    atomic_store(&slot->state, state_of(generation, FREE));
    return;
  }
  futex(&slot->state, FUTEX_WAKE_PRIVATE, INT_MAX, NULL);
}

// MARK: the handler

static struct sigaction previous;

static void chain(int signal_number, siginfo_t *info, void *context) {
  if (previous.sa_flags & SA_SIGINFO) {
    previous.sa_sigaction(signal_number, info, context);
  } else if (previous.sa_handler == SIG_DFL) {
    // Whoever sent this meant to end the process, as without us; it ends when this handler returns.
    signal(signal_number, SIG_DFL);
    raise(signal_number);
  } else if (previous.sa_handler != SIG_IGN) {
    previous.sa_handler(signal_number);
  }
}

static void on_signal(int signal_number, siginfo_t *info, void *context) {
  int saved = errno;
  uint64_t token = (uint64_t)(uintptr_t)info->si_value.sival_ptr;
  if (info->si_code == SI_QUEUE && info->si_pid == getpid() && (uint32_t)(token >> 32) == MAGIC) {
    struct slot *slot = &slots[token % SLOTS];
    uint32_t generation = (uint32_t)token >> SLOT_BITS;
    if (atomic_load(&slot->tid) == (int32_t)syscall(SYS_gettid)) answer(slot, generation, context);
  } else {
    chain(signal_number, info, context);
  }
  errno = saved;
}

// MARK: on the watchdog's thread

static pthread_mutex_t installation = PTHREAD_MUTEX_INITIALIZER;
static unsigned installations;
static bool buried;

static bool is_ours(const struct sigaction *action) {
  return (action->sa_flags & SA_SIGINFO) != 0 && action->sa_sigaction == on_signal;
}

static _Unwind_Reason_Code count_only(struct _Unwind_Context *frame, void *state) {
  (void)frame, (void)state;
  return _URC_NO_REASON;
}

static int install(void) {
  struct sigaction current;
  if (sigaction(SIGPROF, NULL, &current) != 0) return errno;
  if (is_ours(&current)) {
    buried = false;
    return 0;
  }
  if (buried) return EBUSY;
  // The first unwinding in a process may load libraries and resolve symbols, which a handler must not do.
  _Unwind_Backtrace(count_only, NULL);
  previous = current;
  struct sigaction ours = {.sa_flags = SA_RESTART | SA_SIGINFO | SA_ONSTACK, .sa_mask = current.sa_mask};
  ours.sa_sigaction = on_signal;
  return sigaction(SIGPROF, &ours, NULL) == 0 ? 0 : errno;
}

int stall_sampler_install(void) {
  pthread_mutex_lock(&installation);
  int error = installations == 0 ? install() : 0;
  if (error == 0) installations++;
  pthread_mutex_unlock(&installation);
  return error;
}

void stall_sampler_remove(void) {
  pthread_mutex_lock(&installation);
  struct sigaction current;
  if (installations > 0 && --installations == 0 && sigaction(SIGPROF, NULL, &current) == 0) {
    buried = !is_ours(&current);
    if (!buried) sigaction(SIGPROF, &previous, NULL);
  }
  pthread_mutex_unlock(&installation);
}

static struct slot *claim(uint32_t *generation) {
  for (int index = 0; index < SLOTS; index++) {
    uint32_t state = atomic_load(&slots[index].state);
    if (phase_of(state) != FREE) continue;
    // The token carries the generation in 30 bits, the state in 29.
    *generation = ((state >> PHASE_BITS) + 1) & (UINT32_MAX >> PHASE_BITS);
    if (atomic_compare_exchange_strong(&slots[index].state, &state, state_of(*generation, ASKED))) return &slots[index];
  }
  return NULL;
}

static int send(int32_t tid, const struct slot *slot, uint32_t generation) {
  struct sigaction current;
  if (sigaction(SIGPROF, NULL, &current) != 0 || !is_ours(&current)) return EBUSY;
  uint32_t low = generation << SLOT_BITS | (uint32_t)(slot - slots);
  siginfo_t info;
  memset(&info, 0, sizeof info);
  info.si_signo = SIGPROF;
  info.si_code = SI_QUEUE;
  info.si_pid = getpid();
  info.si_uid = getuid();
  info.si_value.sival_ptr = (void *)(uintptr_t)((uint64_t)MAGIC << 32 | low);
  return syscall(SYS_rt_tgsigqueueinfo, (long)getpid(), (long)tid, (long)SIGPROF, &info) == 0 ? 0 : errno;
}

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

// Whether the answer came; if not, the slot is free again, or will be when the thread stops writing to it.
static bool await(struct slot *slot, uint32_t generation, uint64_t timeout_ns) {
  uint64_t start = now();
  for (;;) {
    uint32_t state = atomic_load(&slot->state);
    if (phase_of(state) == WRITTEN) return true;
    uint64_t waited = now() - start;
    if (waited >= timeout_ns) break;
    uint64_t left = timeout_ns - waited;
    struct timespec timeout = {(time_t)(left / 1000000000u), (long)(left % 1000000000u)};
    futex(&slot->state, FUTEX_WAIT_PRIVATE, state, &timeout);
  }
  if (advance(slot, generation, ASKED, FREE) || advance(slot, generation, WRITING, ABANDONED)) return false;
  return true;
}

int stall_sample_take(int32_t tid, struct stall_sample *out, uint64_t timeout_ns) {
  uint32_t generation;
  struct slot *slot = claim(&generation);
  if (slot == NULL) return EAGAIN;
  atomic_store(&slot->tid, tid);
  int error = send(tid, slot, generation);
  if (error != 0) {
    atomic_store(&slot->state, state_of(generation, FREE));
    return error;
  }
  if (!await(slot, generation, timeout_ns)) return ETIMEDOUT;
  *out = slot->sample;
  atomic_store(&slot->state, state_of(generation, FREE));
  return 0;
}

#else

int stall_sampler_install(void) { return ENOTSUP; }
void stall_sampler_remove(void) {}
int stall_sample_take(int32_t tid, struct stall_sample *out, uint64_t timeout_ns) {
  (void)tid, (void)out, (void)timeout_ns;
  return ENOTSUP;
}

#endif
