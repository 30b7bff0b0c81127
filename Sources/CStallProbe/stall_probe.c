#define _GNU_SOURCE

#include "stall_probe.h"

#include <stdlib.h>
#include <string.h>

#include "stall_cell.h"
#include "stall_clock.h"

#if defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
static int32_t ask_thread_id(void) { return (int32_t)syscall(SYS_gettid); }
#else
#include <pthread.h>
static int32_t ask_thread_id(void) { return 0; }
#endif

// Initial-exec: the variable lies beside the thread's own block, so that reading it never calls anything.
static _Thread_local int32_t own_id __attribute__((tls_model("initial-exec")));

int32_t stall_thread_id(void) {
  if (own_id == 0) own_id = ask_thread_id();
  return own_id;
}

uint64_t stall_now(void) { return stall_clock(CLOCK_MONOTONIC); }

// Buckets double every 8: bucket i ends at (8 + i % 8 + 1) * 2^(i / 8) - so each is at most an eighth wide.
uint64_t stall_bucket_end(uint32_t bucket) { return (uint64_t)(9 + bucket % 8) << (bucket / 8); }

static uint32_t bucket_of(uint64_t duration) {
  if (duration < 8) return 0;
  uint32_t exponent = 63 - (uint32_t)__builtin_clzll(duration);
  uint32_t bucket = (exponent - 3) * 8 + (uint32_t)((duration >> (exponent - 3)) & 7);
  return bucket < STALL_BUCKETS ? bucket : STALL_BUCKETS - 1;
}

void stall_probe_pieces(const stall_probe *probe, uint32_t counts[STALL_BUCKETS]) {
  for (int i = 0; i < STALL_BUCKETS; i++) {
    counts[i] = atomic_load_explicit(&((stall_probe *)(uintptr_t)probe)->pieces[i], memory_order_relaxed);
  }
}

static void keep(stall_probe *probe, uint64_t begin, uint64_t end, uint64_t turn) {
  uint64_t number = atomic_fetch_add_explicit(&probe->records_written, 1, memory_order_relaxed) + 1;
  struct stall_record *record = &probe->records[(number - 1) % STALL_SIGNS_ENDED];
  atomic_store_explicit(&record->number, 0, memory_order_seq_cst);
  atomic_store_explicit(&record->begin, begin, memory_order_relaxed);
  atomic_store_explicit(&record->end, end, memory_order_relaxed);
  atomic_store_explicit(&record->turn, turn, memory_order_relaxed);
  atomic_store_explicit(&record->number, number, memory_order_release);
}

static void finish(stall_probe *probe, uint64_t begin, uint64_t now) {
  if (begin == 0 || now < begin) return;
  _Atomic uint32_t *count = &probe->pieces[bucket_of(now - begin)];
  // One loop writes; two at once may lose a count, never more.
  atomic_store_explicit(count, atomic_load_explicit(count, memory_order_relaxed) + 1, memory_order_relaxed);
  if (now - begin >= probe->options.threshold_ns) {
    keep(probe, begin, now, atomic_load_explicit(&probe->turn, memory_order_relaxed));
  }
}

static void begin(stall_probe *probe) {
  uint64_t now = stall_now();
  finish(probe, atomic_load_explicit(&probe->since, memory_order_relaxed), now);
  atomic_store_explicit(&probe->thread, stall_thread_id(), memory_order_relaxed);
  // Nobody may take the begin of the piece before for the begin of this one.
  atomic_store_explicit(&probe->since, 0, memory_order_release);
  atomic_fetch_add_explicit(&probe->turn, 1, memory_order_release);
  // Sequentially consistent, like the sleeper's own two steps: either it sees the work, or the work sees the sleeper.
  atomic_store_explicit(&probe->since, now, memory_order_seq_cst);
  if (atomic_load_explicit(&stall_bell_wanted, memory_order_seq_cst)) stall_bell_ring();
}

void stall_probe_enter(stall_probe *probe) {
  if (probe) begin(probe);
}

void stall_probe_beat(stall_probe *probe) {
  if (probe) begin(probe);
}

void stall_probe_leave(stall_probe *probe) {
  if (!probe) return;
  uint64_t since = atomic_load_explicit(&probe->since, memory_order_relaxed);
  if (since == 0) return;
  finish(probe, since, stall_now());
  atomic_store_explicit(&probe->since, 0, memory_order_release);
}

void stall_probe_answer(stall_probe *probe) {
  if (!probe) return;
  atomic_store_explicit(&probe->thread, stall_thread_id(), memory_order_relaxed);
  atomic_store_explicit(&probe->answered_at, stall_now(), memory_order_relaxed);
  uint32_t asked = atomic_load_explicit(&probe->asked, memory_order_relaxed);
  atomic_store_explicit(&probe->answered, asked, memory_order_release);
}

uint32_t stall_probe_take_records(stall_probe *probe, struct stall_signs *signs) {
  uint64_t written = atomic_load_explicit(&probe->records_written, memory_order_acquire);
  uint32_t dropped = 0;
  if (written - probe->records_read > STALL_SIGNS_ENDED) {
    dropped = (uint32_t)(written - probe->records_read - STALL_SIGNS_ENDED);
    probe->records_read = written - STALL_SIGNS_ENDED;
  }
  while (probe->records_read < written && signs->ended_count < STALL_SIGNS_ENDED) {
    uint64_t number = probe->records_read + 1;
    struct stall_record *record = &probe->records[(number - 1) % STALL_SIGNS_ENDED];
    uint64_t before = atomic_load_explicit(&record->number, memory_order_acquire);
    if (before < number) break;  // claimed, not yet written: taken at the next look
    struct stall_span span = {
        .begin = atomic_load_explicit(&record->begin, memory_order_relaxed),
        .end = atomic_load_explicit(&record->end, memory_order_relaxed),
        .turn = atomic_load_explicit(&record->turn, memory_order_relaxed),
    };
    atomic_thread_fence(memory_order_acquire);
    probe->records_read++;
    if (before == number && atomic_load_explicit(&record->number, memory_order_relaxed) == number) {
      signs->ended[signs->ended_count++] = span;
    } else {
      dropped++;
    }
  }
  return dropped;
}

stall_probe *stall_probe_make(const struct stall_probe_options *options) {
  stall_probe *probe = calloc(1, sizeof *probe);
  if (!probe) return NULL;
  probe->options = *options;
  if (probe->options.threshold_ns == 0) probe->options.threshold_ns = 100 * STALL_MILLISECOND;
  strncpy(probe->label, options->label ? options->label : "", sizeof probe->label - 1);
  if (options->threads) strncpy(probe->threads, options->threads, sizeof probe->threads - 1);
  probe->options.label = probe->label;
  probe->options.threads = options->threads ? probe->threads : NULL;
  atomic_store_explicit(&probe->holders, 1, memory_order_relaxed);
  return probe;
}

void stall_probe_hold(stall_probe *probe) { atomic_fetch_add_explicit(&probe->holders, 1, memory_order_relaxed); }

void stall_probe_release(stall_probe *probe) {
  if (atomic_fetch_sub_explicit(&probe->holders, 1, memory_order_acq_rel) != 1) return;
  if (probe->options.release) probe->options.release(probe->options.context);
  free(probe);
}

const char *stall_probe_label(const stall_probe *probe) { return probe->label; }
enum stall_kind stall_probe_kind(const stall_probe *probe) { return probe->options.kind; }
uint64_t stall_probe_threshold(const stall_probe *probe) { return probe->options.threshold_ns; }

void stall_probe_usage(const stall_probe *probe, uint64_t *cpu_ns, uint64_t *observed_ns) {
  stall_probe *own = (stall_probe *)(uintptr_t)probe;
  *cpu_ns = atomic_load_explicit(&own->cpu, memory_order_relaxed);
  *observed_ns = atomic_load_explicit(&own->observed, memory_order_relaxed);
}
