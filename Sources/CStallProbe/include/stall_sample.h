#ifndef STALL_SAMPLE_H
#define STALL_SAMPLE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The call stack of another thread of this process, taken by a signal to that thread alone.
///
/// What it does to the thread: a handler for SIGPROF runs there for some tens of microseconds, without a lock and
/// without an allocation. A system call that the thread is blocked in is interrupted. The handler is installed with
/// SA_RESTART, so `read`, `write`, `flock`, `futex` and their like go on by themselves; but the calls that the kernel
/// never restarts (`nanosleep`, `poll`, `select`, `epoll_wait`, `sem_timedwait`, `recv` with SO_RCVTIMEO,
/// `io_getevents`; see signal(7)) return EINTR early, as after any other signal: code that calls `usleep(2000000)` and
/// ignores its result sleeps less. Sample rarely, and only what is stalled already.

enum { STALL_SAMPLE_FRAMES = 128, STALL_SAMPLE_ASYNC_FRAMES = 64 };

/// Addresses from the innermost frame outwards. `pc[0]` is the instruction that the signal interrupted, every other
/// address is where a call returns to: subtract one to find the line of the call.
struct stall_sample {
  uint32_t count;
  uint32_t async_count;
  /// Index in `pc` of the running function of a Swift task; the functions that await it are in `async_pc`, and the
  /// frames of the executor that runs it are left out. Meaningless while `async_count` is 0.
  uint32_t async_at;
  uintptr_t pc[STALL_SAMPLE_FRAMES];
  /// Where each awaiting function goes on, from the innermost outwards: the first instruction of its continuation.
  uintptr_t async_pc[STALL_SAMPLE_ASYNC_FRAMES];
};

/// Installs the handler, once however often it is called, and loads what unwinding needs.
///
/// Returns 0, ENOTSUP where the system cannot do this, EBUSY when a handler was put over ours since (it may chain to
/// ours, so a second installation could make the two call each other for ever), or the errno of sigaction.
/// A handler that was there before still gets every signal that is not ours.
int stall_sampler_install(void);

/// Takes back one `stall_sampler_install`; the last one restores the handler that was there, if ours is still the one
/// installed.
void stall_sampler_remove(void);

/// Writes the stack of thread `tid` into `out`. Called on any thread but `tid`; waits until the thread has answered.
///
/// Returns 0; ETIMEDOUT when the thread did not run or has SIGPROF blocked (a late answer goes nowhere); ESRCH when
/// there is no such thread in this process; EAGAIN when as many samples as are possible at once are under way; EBUSY
/// when our handler is not the one installed, for a signal might then end the process; or the errno of sending.
int stall_sample_take(int32_t tid, struct stall_sample *out, uint64_t timeout_ns);

#ifdef __cplusplus
}
#endif
#endif
