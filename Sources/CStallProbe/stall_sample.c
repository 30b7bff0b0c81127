#define _GNU_SOURCE
#include "stall_sample.h"
#include "stall_unwind.h"

#include <errno.h>

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

// A slot is lent to one request at a time. Its state counts the requests too, so that a handler that looked at it for
// one that was given up cannot take the next one for it.
enum phase { FREE, CLAIMED, ASKED, WRITING, WRITTEN, ABANDONED };
enum { SLOTS = 4, PHASE_BITS = 3 };

struct slot {
  _Atomic uint32_t state;
  _Atomic int32_t tid;
  struct stall_sample sample;
  struct stall_codes codes;
  struct stall_window window;
};

static struct slot slots[SLOTS];

static uint32_t state_of(uint32_t generation, enum phase phase) { return generation << PHASE_BITS | (uint32_t)phase; }
static enum phase phase_of(uint32_t state) { return (enum phase)(state & ((1u << PHASE_BITS) - 1)); }

static bool advance(struct slot *slot, uint32_t generation, enum phase from, enum phase to) {
  uint32_t expected = state_of(generation, from);
  return atomic_compare_exchange_strong(&slot->state, &expected, state_of(generation, to));
}

// MARK: in the handler

static long futex(_Atomic uint32_t *word, int operation, uint32_t value, const struct timespec *timeout) {
  return syscall(SYS_futex, word, (long)operation, (long)value, timeout, NULL, 0L);
}

static void read_registers(const ucontext_t *context, struct stall_registers *registers) {
  registers->unknown = 0;
#if defined(__x86_64__)
  static const uint8_t order[STALL_REGISTERS] = {
      REG_RAX, REG_RDX, REG_RCX, REG_RBX, REG_RSI, REG_RDI, REG_RBP, REG_RSP, REG_R8,
      REG_R9,  REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15, REG_RIP};
  for (int number = 0; number < STALL_REGISTERS; number++) {
    registers->value[number] = (uintptr_t)context->uc_mcontext.gregs[order[number]];
  }
#else
  for (int number = 0; number < STALL_STACK_POINTER; number++) {
    registers->value[number] = (uintptr_t)context->uc_mcontext.regs[number];
  }
  registers->value[STALL_STACK_POINTER] = (uintptr_t)context->uc_mcontext.sp;
  registers->value[STALL_PC] = (uintptr_t)context->uc_mcontext.pc;
#endif
}

static bool answer(struct slot *slot, const ucontext_t *context) {
  uint32_t state = atomic_load(&slot->state), generation = state >> PHASE_BITS;
  if (phase_of(state) != ASKED || atomic_load(&slot->tid) != (int32_t)syscall(SYS_gettid)) return false;
  if (!advance(slot, generation, ASKED, WRITING)) return false;
  struct stall_registers registers;
  read_registers(context, &registers);
  stall_unwind(&slot->codes, &slot->window, &registers, &slot->sample);
  if (advance(slot, generation, WRITING, WRITTEN)) {
    futex(&slot->state, FUTEX_WAKE_PRIVATE, INT_MAX, NULL);
  } else {
    atomic_store(&slot->state, state_of(generation, FREE));
  }
  return true;
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

// The kernel keeps one signal of a number for a thread, the first. So whoever sent this one, it may stand for ours too;
// and one of ours may come when nobody waits any more. Where the kernel had no memory for who sent it, it says 0.
static void on_signal(int signal_number, siginfo_t *info, void *context) {
  int saved = errno;
  bool answered = false;
  for (int index = 0; index < SLOTS && !answered; index++) answered = answer(&slots[index], context);
  bool is_ours = info->si_code == SI_QUEUE && info->si_pid == getpid() && info->si_value.sival_ptr == slots;
  bool is_nobodys = info->si_code == SI_USER && info->si_pid == 0;
  if (!is_ours && !is_nobodys) chain(signal_number, info, context);
  errno = saved;
}

// MARK: on the watchdog's thread

static pthread_mutex_t installation = PTHREAD_MUTEX_INITIALIZER;
static unsigned installations;
static bool buried;

static bool is_ours(const struct sigaction *action) {
  return (action->sa_flags & SA_SIGINFO) != 0 && action->sa_sigaction == on_signal;
}

static int install(void) {
  struct sigaction current;
  if (sigaction(SIGPROF, NULL, &current) != 0) return errno;
  if (is_ours(&current)) {
    buried = false;
    return 0;
  }
  if (buried) return EBUSY;
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
    *generation = ((state >> PHASE_BITS) + 1) & (UINT32_MAX >> PHASE_BITS);
    if (atomic_compare_exchange_strong(&slots[index].state, &state, state_of(*generation, CLAIMED))) return &slots[index];
  }
  return NULL;
}

static int send(int32_t tid) {
  struct sigaction current;
  if (sigaction(SIGPROF, NULL, &current) != 0 || !is_ours(&current)) return EBUSY;
  siginfo_t info;
  memset(&info, 0, sizeof info);
  info.si_signo = SIGPROF;
  info.si_code = SI_QUEUE;
  info.si_pid = getpid();
  info.si_uid = getuid();
  info.si_value.sival_ptr = slots;
  return syscall(SYS_rt_tgsigqueueinfo, (long)getpid(), (long)tid, (long)SIGPROF, &info) == 0 ? 0 : errno;
}

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

// Frees the slot, or leaves that to the thread that writes to it. False if the answer is there already.
static bool give_up(struct slot *slot, uint32_t generation) {
  return advance(slot, generation, ASKED, FREE) || advance(slot, generation, WRITING, ABANDONED);
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
  return !give_up(slot, generation);
}

int stall_sample_take(int32_t tid, struct stall_sample *out, uint64_t timeout_ns) {
  uint32_t generation;
  struct slot *slot = claim(&generation);
  if (slot == NULL) return EAGAIN;
  stall_codes_update(&slot->codes);
  atomic_store(&slot->tid, tid);
  atomic_store(&slot->state, state_of(generation, ASKED));
  int error = send(tid);
  if (error != 0) {
    // Another signal may have been answered in place of ours.
    if (!give_up(slot, generation)) atomic_store(&slot->state, state_of(generation, FREE));
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
