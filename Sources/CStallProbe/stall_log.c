#define _GNU_SOURCE
#include "stall_log.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "stall_cell.h"
#include "stall_file.h"
#include "stall_line.h"

enum { ROOM = 64, OPEN_STALLS = 64 };
static const uint64_t DEFAULT_BYTES = UINT64_C(16) << 20;

// An event on its way to the writer. Its probe is held, and its sample points to the copy.
struct entry {
  struct stall_event event;
  struct stall_sample sample;
};

struct open_stall {
  uint64_t id;  // 0: free
  stall_stacks *stacks;
};

struct stall_log {
  struct stall_file file;
  struct stall_text header;
  bool takes_stacks;
  stall_watchdog *watchdog;
  pthread_t writer;

  pthread_mutex_t lock;
  pthread_cond_t changed;
  uint32_t first, count;
  uint64_t dropped;  // events that found no room
  bool is_ending;
  struct entry entries[ROOM];

  // The writer's own.
  struct open_stall open[OPEN_STALLS];
  uint64_t lost_lines, lost_samples;
};

// MARK: on the watchdog's thread

static void report(void *context, const struct stall_event *event) {
  stall_log *log = context;
  pthread_mutex_lock(&log->lock);
  if (log->count == ROOM) {
    log->dropped++;
  } else {
    struct entry *entry = &log->entries[(log->first + log->count++) % ROOM];
    entry->event = *event;
    if (event->probe) stall_probe_hold(event->probe);
    if (event->sample) entry->sample = *event->sample;
    pthread_cond_signal(&log->changed);
  }
  pthread_mutex_unlock(&log->lock);
}

// MARK: on the writer's thread

// True where the line stands in the file; the line is emptied either way.
static bool append(stall_log *log, struct stall_text *line) {
  // Made anew for its time: the line may be the first of a file.
  log->header.count = 0;
  stall_line_start(&log->header, 100 * STALL_MILLISECOND, log->takes_stacks);
  bool failed = line->failed || log->header.failed;
  line->failed = log->header.failed = false;
  bool written = !failed && stall_file_append(&log->file, &log->header, line) == 0;
  line->count = 0;
  return written;
}

// What cannot be told now is told with the next line.
static void append_dropped(stall_log *log, struct stall_text *line, enum stall_dropped what, uint64_t *count) {
  if (*count == 0) return;
  stall_line_dropped(line, what, *count);
  if (append(log, line)) *count = 0;
}

static struct open_stall *find_open(stall_log *log, uint64_t id) {
  for (int i = 0; i < OPEN_STALLS; i++) {
    if (log->open[i].id == id) return &log->open[i];
  }
  return NULL;
}

static void close_open(struct open_stall *stall) {
  stall_stacks_destroy(stall->stacks);
  *stall = (struct open_stall){0};
}

// A stall whose probe was destroyed has no end: the oldest gives way.
static struct open_stall *make_open(stall_log *log, uint64_t id) {
  struct open_stall *stall = &log->open[0];
  for (int i = 1; i < OPEN_STALLS; i++) {
    if (log->open[i].id < stall->id) stall = &log->open[i];
  }
  close_open(stall);
  *stall = (struct open_stall){id, stall_stacks_create()};
  return stall;
}

static void keep_sample(stall_log *log, const struct stall_event *event) {
  struct open_stall *stall = find_open(log, event->id);
  if (!stall) stall = make_open(log, event->id);
  uint32_t thread = (uint32_t)event->sampled_thread;
  bool kept = stall->stacks && thread < STALL_EVENT_THREADS
      && stall_stacks_add(stall->stacks, event->threads[thread].id, event->sample);
  if (!kept) log->lost_samples++;
}

static void write_event(stall_log *log, struct stall_text *line, const struct stall_event *event) {
  if (event->sample) keep_sample(log, event);
  struct open_stall *stall = event->id == 0 ? NULL : find_open(log, event->id);
  stall_line_event(line, event, stall ? stall->stacks : NULL);
  bool has_line = line->count > 0 || line->failed;
  if (has_line && !append(log, line)) log->lost_lines++;
  if (stall && event->kind == STALL_EVENT_ENDED) close_open(stall);
}

static void *write_all(void *context) {
  stall_log *log = context;
  struct stall_text line = {0};
  struct entry entry;
  pthread_mutex_lock(&log->lock);
  while (log->count > 0 || !log->is_ending) {
    if (log->count == 0) {
      pthread_cond_wait(&log->changed, &log->lock);
      continue;
    }
    entry = log->entries[log->first];
    log->first = (log->first + 1) % ROOM;
    log->count--;
    uint64_t dropped = log->dropped;
    log->dropped = 0;
    pthread_mutex_unlock(&log->lock);

    log->lost_lines += dropped;
    if (entry.event.sample) entry.event.sample = &entry.sample;
    write_event(log, &line, &entry.event);
    if (entry.event.probe) stall_probe_release(entry.event.probe);
    append_dropped(log, &line, STALL_DROPPED_LINES, &log->lost_lines);
    append_dropped(log, &line, STALL_DROPPED_SAMPLES, &log->lost_samples);
    pthread_mutex_lock(&log->lock);
  }
  pthread_mutex_unlock(&log->lock);
  stall_line_stop(&line);
  (void)append(log, &line);
  stall_text_free(&line);
  return NULL;
}

// MARK: start and stop

static int start_writer(stall_log *log) {
  // The program's signals are for threads that know them.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  int error = pthread_create(&log->writer, NULL, write_all, log);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
#if defined(__linux__)
  if (error == 0) pthread_setname_np(log->writer, "stall-log");
#endif
  return error;
}

static void end_writer(stall_log *log) {
  pthread_mutex_lock(&log->lock);
  log->is_ending = true;
  pthread_cond_signal(&log->changed);
  pthread_mutex_unlock(&log->lock);
  pthread_join(log->writer, NULL);
}

static void free_log(stall_log *log) {
  for (int i = 0; i < OPEN_STALLS; i++) close_open(&log->open[i]);
  stall_text_free(&log->header);
  stall_file_close(&log->file);
  pthread_cond_destroy(&log->changed);
  pthread_mutex_destroy(&log->lock);
  free(log);
}

static int begin_file(stall_log *log, const char *path, const struct stall_log_options *options) {
  log->takes_stacks = true;
  int error = stall_file_open(&log->file, path, options->max_bytes ? options->max_bytes : DEFAULT_BYTES);
  if (error != 0) return error;
  struct stall_text first = {0}, nothing = {0};
  stall_line_start(&first, 100 * STALL_MILLISECOND, log->takes_stacks);
  error = first.failed ? ENOMEM : stall_file_append(&log->file, &nothing, &first);
  stall_text_free(&first);
  return error;
}

stall_log *stall_log_start(const char *path, const struct stall_log_options *given) {
  struct stall_log_options options = {0};
  if (given) options = *given;
  stall_log *log = calloc(1, sizeof *log);
  if (!log) return NULL;
  log->file.descriptor = -1;
  pthread_mutex_init(&log->lock, NULL);
  pthread_cond_init(&log->changed, NULL);
  int error = begin_file(log, path, &options);
  if (error == 0) error = start_writer(log);
  if (error == 0) {
    struct stall_watchdog_options watch = {
        .reads_stacks = true,
        .interrupts = options.stacks,
        .adopts = true,
        .rest_ns = options.rest_ns,
        .context = log,
        .report = report,
    };
    log->watchdog = stall_watchdog_start(&watch);
    if (log->watchdog) return log;
    error = errno;
    end_writer(log);
  }
  free_log(log);
  errno = error;
  return NULL;
}

stall_watchdog *stall_log_watchdog(stall_log *log) { return log ? log->watchdog : NULL; }

void stall_log_stop(stall_log *log) {
  if (!log) return;
  stall_watchdog_stop(log->watchdog);
  end_writer(log);
  free_log(log);
}
