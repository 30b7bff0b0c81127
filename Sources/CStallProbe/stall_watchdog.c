#define _GNU_SOURCE

#include "stall_watchdog.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "stall_cell.h"
#include "stall_clock.h"
#include "stall_watch.h"

#if defined(__linux__)
#include <sys/prctl.h>
#endif

// The watchdog's own lateness from here on is time that the process did not run; less is the noise of timers.
static const uint64_t noticeable = 10 * STALL_MILLISECOND;
static const uint64_t suspended_noticeable = 50 * STALL_MILLISECOND;
// For so long after it did something a process counts as active.
static const uint64_t afterglow = STALL_SECOND;

struct order {
  stall_probe *probe;
  bool adds;
  struct order *next;
};

struct stall_watchdog {
  struct stall_watchdog_options options;
  struct stall_desk desk;
  pthread_t thread;
  _Atomic bool stops;

  // Watches belong to the thread; the others order.
  pthread_mutex_t lock;
  struct order *orders, **last_order;

  struct stall_watch **watches;
  uint32_t count, room;
  uint32_t registry_version;

  struct stall_gaze own;
  uint64_t own_queued;
  uint64_t asleep_ahead;       // boot clock minus monotonic clock: grows while the machine sleeps
  uint64_t process_cpu, own_cpu;
  uint64_t active_until;
  uint32_t sent;               // heartbeats since the process was last measured
  uint64_t allowed;            // CPU time that those sent so far may still cost
};

// MARK: orders

static void take_in(struct stall_watchdog *dog, stall_probe *probe) {
  for (uint32_t i = 0; i < dog->count; i++) {
    if (dog->watches[i]->probe == probe) {
      stall_probe_release(probe);
      return;
    }
  }
  struct stall_watch *watch = NULL;
  if (dog->count == dog->room) {
    uint32_t room = dog->room ? dog->room * 2 : 16;
    struct stall_watch **watches = realloc(dog->watches, room * sizeof *watches);
    if (watches) {
      dog->watches = watches;
      dog->room = room;
    }
  }
  if (dog->count < dog->room) watch = stall_watch_make(probe, &dog->options);
  if (!watch) {
    stall_probe_release(probe);
    return;
  }
  dog->watches[dog->count++] = watch;
}

static void let_go(struct stall_watchdog *dog, uint32_t index) {
  stall_watch_free(dog->watches[index]);
  dog->watches[index] = dog->watches[--dog->count];
}

static void obey(struct stall_watchdog *dog) {
  pthread_mutex_lock(&dog->lock);
  struct order *orders = dog->orders;
  dog->orders = NULL;
  dog->last_order = &dog->orders;
  pthread_mutex_unlock(&dog->lock);
  while (orders) {
    struct order *order = orders;
    orders = order->next;
    if (order->adds) {
      take_in(dog, order->probe);
    } else {
      for (uint32_t i = dog->count; i-- > 0;) {
        if (dog->watches[i]->probe == order->probe) let_go(dog, i);
      }
      stall_probe_release(order->probe);
    }
    free(order);
  }
}

static void adopt(struct stall_watchdog *dog) {
  uint32_t version = stall_registry_version();
  if (!dog->options.adopts || version == dog->registry_version) return;
  uint32_t room = 64, count;
  stall_probe **probes = NULL;
  do {
    free(probes);
    probes = malloc(room * sizeof *probes);
    if (!probes) return;
    count = stall_registry_copy(probes, room);
    for (uint32_t i = 0; i < count && i < room; i++) {
      if (count <= room) take_in(dog, probes[i]);
      else stall_probe_release(probes[i]);
    }
    if (count <= room) break;
    room = count + 16;
  } while (true);
  free(probes);
  dog->registry_version = version;
}

static void give(struct stall_watchdog *dog, stall_probe *probe, bool adds) {
  if (!dog || !probe) return;
  struct order *order = malloc(sizeof *order);
  if (!order) return;
  stall_probe_hold(probe);
  *order = (struct order){.probe = probe, .adds = adds};
  pthread_mutex_lock(&dog->lock);
  *dog->last_order = order;
  dog->last_order = &order->next;
  pthread_mutex_unlock(&dog->lock);
  stall_bell_ring();
}

void stall_watchdog_add(stall_watchdog *dog, stall_probe *probe) { give(dog, probe, true); }
void stall_watchdog_remove(stall_watchdog *dog, stall_probe *probe) { give(dog, probe, false); }

// MARK: time that nobody had

#if defined(__linux__)
// The earlier clock is read first, so that the difference is never below zero.
static uint64_t boot_ahead(void) {
  uint64_t now = stall_now();
  return stall_clock(CLOCK_BOOTTIME) - now;
}
#else
static uint64_t boot_ahead(void) { return 0; }
#endif

static uint64_t own_queued(struct stall_watchdog *dog) {
  struct stall_reading reading;
  return stall_read(&dog->own, &reading) ? reading.queued : 0;
}

// A watchdog that wakes late, and was not kept from a CPU by others, did not run because nobody in the process did.
static void account(struct stall_watchdog *dog, uint64_t expected, uint64_t now) {
  uint64_t ahead = boot_ahead();
  if (ahead > dog->asleep_ahead + suspended_noticeable) {
    stall_desk_report(&dog->desk, STALL_EVENT_SUSPENDED, expected, ahead - dog->asleep_ahead, 0);
  }
  dog->asleep_ahead = ahead;
  if (now <= expected + noticeable) return;
  uint64_t queued = own_queued(dog) - dog->own_queued;
  uint64_t lost = now - expected > queued ? now - expected - queued : 0;
  if (lost < noticeable) return;
  stall_lost_add(&dog->desk.lost, now - lost, now);
  if (lost >= suspended_noticeable) stall_desk_report(&dog->desk, STALL_EVENT_STOPPED, now - lost, lost, 0);
}

// Whether the process does anything beside answering heartbeats. What they cost is allowed for, also later than in the
// look after: a worker of libdispatch parks when it has waited a while.
static void feel_process(struct stall_watchdog *dog, uint64_t now) {
  enum { BEAT_COST = 200 * 1000, IDLE_COST = 100 * 1000, MOST_ALLOWED = 5 * 1000 * 1000 };
  uint64_t own = stall_clock(CLOCK_THREAD_CPUTIME_ID), process = stall_process_cpu();
  uint64_t all = process > dog->process_cpu ? process - dog->process_cpu : 0, mine = own - dog->own_cpu;
  uint64_t used = all > mine ? all - mine : 0;
  dog->process_cpu = process;
  dog->own_cpu = own;
  dog->allowed += (uint64_t)dog->sent * BEAT_COST;
  if (dog->allowed > MOST_ALLOWED) dog->allowed = MOST_ALLOWED;
  dog->sent = 0;
  if (used > dog->allowed + IDLE_COST) dog->active_until = now + afterglow;
  dog->allowed -= used < dog->allowed ? used : dog->allowed;
  dog->desk.process_active = now < dog->active_until;
}

// MARK: the thread

static void look_at(struct stall_watchdog *dog, struct stall_watch *watch, uint64_t now) {
  uint32_t asked = watch->judge.asked;
  stall_watch_look(watch, &dog->desk, now);
  dog->sent += watch->judge.asked - asked;
}

// A resting loop that is nearly due is looked at with the others, so that one waking serves all.
static bool is_due(const struct stall_watch *watch, uint64_t now) {
  uint64_t early = watch->judge.sent == 0 ? watch->judge.pause / 2 : 0;
  return now + early >= watch->next;
}

// Looks at every probe that is due; returns when the next one is. Pools come last: a thread that an actor or a loop is
// stalled by needs no report of its own.
static uint64_t look_around(struct stall_watchdog *dog, uint64_t now, bool *wake_on_work) {
  uint64_t next = UINT64_MAX;
  *wake_on_work = false;
  for (uint32_t i = dog->count; i-- > 0;) {
    if (atomic_load_explicit(&dog->watches[i]->probe->destroyed, memory_order_acquire)) let_go(dog, i);
  }
  for (int pools = 0; pools < 2; pools++) {
    for (uint32_t i = 0; i < dog->count; i++) {
      struct stall_watch *watch = dog->watches[i];
      if ((watch->probe->options.kind == STALL_KIND_POOL) != pools) continue;
      bool tells = watch->probe->options.kind == STALL_KIND_PROBE;
      if (tells || is_due(watch, now)) look_at(dog, watch, now);
      if (watch->waits) *wake_on_work = true;
      else if (watch->next < next) next = watch->next;
    }
  }
  return next;
}

static bool any_works(const struct stall_watchdog *dog) {
  for (uint32_t i = 0; i < dog->count; i++) {
    struct stall_watch *watch = dog->watches[i];
    if (!watch->waits) continue;
    if (atomic_load_explicit(&watch->probe->since, memory_order_seq_cst) != 0) return true;
    if (atomic_load_explicit(&watch->probe->records_written, memory_order_relaxed) != watch->probe->records_read) return true;
  }
  return false;
}

// Sleeps until something is due or the bell rings; returns when it should have woken.
static uint64_t rest(struct stall_watchdog *dog, uint32_t heard, uint64_t next, bool wake_on_work) {
  dog->own_queued = own_queued(dog);
  uint64_t deadline = next == UINT64_MAX ? 0 : next;
  if (wake_on_work) {
    atomic_fetch_add_explicit(&stall_bell_wanted, 1, memory_order_seq_cst);
    if (any_works(dog)) {
      // It took up work after the look: its end is near, or its threshold.
      uint64_t soon = stall_now() + STALL_MILLISECOND;
      atomic_fetch_sub(&stall_bell_wanted, 1);
      wake_on_work = false;
      deadline = deadline && deadline < soon ? deadline : soon;
    }
  }
  uint64_t began = stall_now();
  stall_bell_wait(heard, deadline, wake_on_work);
  uint64_t rung = stall_bell_rung_at(heard);
  uint64_t due = rung && (!deadline || rung < deadline) ? rung : deadline ? deadline : stall_now();
  // What was due while it still looked around does not make the sleep late.
  return due > began ? due : began;
}

static void *watch_over(void *context) {
  struct stall_watchdog *dog = context;
#if defined(__linux__)
  prctl(PR_SET_NAME, "stall-watchdog");
  prctl(PR_SET_TIMERSLACK, 50000);
#endif
  stall_gaze_at(&dog->own, stall_thread_id());
  dog->asleep_ahead = boot_ahead();
  while (!atomic_load(&dog->stops)) {
    uint32_t heard = stall_bell_read();
    obey(dog);
    adopt(dog);
    uint64_t now = stall_now();
    feel_process(dog, now);
    bool wake_on_work;
    uint64_t next = look_around(dog, now, &wake_on_work);
    uint64_t expected = rest(dog, heard, next, wake_on_work);
    account(dog, expected, stall_now());
  }
  return NULL;
}

stall_watchdog *stall_watchdog_start(const struct stall_watchdog_options *options) {
  struct stall_watchdog *dog = calloc(1, sizeof *dog);
  if (!dog) return NULL;
  dog->options = *options;
  dog->desk.options = &dog->options;
  dog->last_order = &dog->orders;
  pthread_mutex_init(&dog->lock, NULL);
  if (dog->options.interrupts && stall_sampler_install() != 0) dog->options.interrupts = false;
  int error = pthread_create(&dog->thread, NULL, watch_over, dog);
  if (error) {
    if (dog->options.interrupts) stall_sampler_remove();
    free(dog);
    errno = error;
    return NULL;
  }
  return dog;
}

void stall_watchdog_stop(stall_watchdog *dog) {
  if (!dog) return;
  atomic_store(&dog->stops, true);
  stall_bell_ring();
  pthread_join(dog->thread, NULL);
  obey(dog);
  while (dog->count) let_go(dog, dog->count - 1);
  free(dog->watches);
  stall_crew_end(&dog->desk.crew);
  stall_gaze_end(&dog->own);
  if (dog->options.interrupts) stall_sampler_remove();
  pthread_mutex_destroy(&dog->lock);
  free(dog);
}
