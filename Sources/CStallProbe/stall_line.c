#define _GNU_SOURCE
#include "stall_line.h"

#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void member(struct stall_text *text, const char *name, uint64_t value) {
  stall_text_key(text, name);
  stall_text_number(text, value);
}

static void words(struct stall_text *text, const char *name, const char *value) {
  stall_text_key(text, name);
  stall_text_string(text, value, strlen(value));
}

static void open_line(struct stall_text *text, const char *type, int64_t unix_ns) {
  stall_text_open(text, '{');
  member(text, "version", 1);
  words(text, "type", type);
  stall_text_key(text, "time");
  stall_text_time(text, unix_ns);
}

static void close_line(struct stall_text *text) { stall_text_add(text, "}\n"); }

static int64_t unix_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (int64_t)now.tv_sec * (int64_t)STALL_SECOND + now.tv_nsec;
}

static const char *process_name(void) {
#if defined(__linux__)
  return program_invocation_short_name;
#else
  return getprogname();
#endif
}

void stall_line_start(struct stall_text *text, uint64_t threshold_ns, bool takes_stacks) {
  open_line(text, "start", unix_now());
  stall_text_key(text, "process");
  stall_text_open(text, '{');
  member(text, "id", (uint64_t)getpid());
  words(text, "name", process_name());
  stall_text_close(text, '}');
  member(text, "threshold_ns", threshold_ns);
  stall_text_key(text, "stacks");
  stall_text_bool(text, takes_stacks);
  close_line(text);
}

static const char *kind_word(enum stall_kind kind) {
  switch (kind) {
    case STALL_KIND_PROBE: return "probe";
    case STALL_KIND_EVENT_LOOP: return "event-loop";
    case STALL_KIND_MAIN_ACTOR: return "main-actor";
    case STALL_KIND_POOL: return "pool";
    case STALL_KIND_ACTOR: return "actor";
    case STALL_KIND_EXECUTOR: return "executor";
    case STALL_KIND_QUEUE: return "queue";
  }
  return "probe";
}

static const char *doing_word(enum stall_doing doing) {
  switch (doing) {
    case STALL_DOING_BUSY: return "busy";
    case STALL_DOING_BLOCKED: return "blocked";
    case STALL_DOING_WAITING_FOR_CPU: return "waiting-for-cpu";
    case STALL_DOING_UNKNOWN: break;
  }
  return "unknown";
}

static void write_thread(struct stall_text *text, const struct stall_thread *thread, stall_stacks *stacks) {
  stall_text_open(text, '{');
  member(text, "id", (uint64_t)thread->id);
  stall_text_key(text, "name");
  stall_text_string(text, thread->name, strnlen(thread->name, sizeof thread->name));
  words(text, "doing", doing_word(thread->doing));
  if (thread->call) words(text, "call", thread->call);
  if (thread->channel[0]) {
    stall_text_key(text, "channel");
    stall_text_string(text, thread->channel, strnlen(thread->channel, sizeof thread->channel));
  }
  member(text, "cpu_ns", thread->cpu_ns);
  member(text, "queue_ns", thread->queue_ns);
  member(text, "observed_ns", thread->observed_ns);
  if (stacks) stall_stacks_write(text, stacks, thread->id);
  stall_text_close(text, '}');
}

static void write_stall(struct stall_text *text, const struct stall_event *event, stall_stacks *stacks) {
  open_line(text, "stall", event->began_unix_ns);
  words(text, "phase", event->kind == STALL_EVENT_BEGAN ? "began" : "ended");
  member(text, "id", event->id);
  words(text, "loop", stall_probe_label(event->probe));
  words(text, "kind", kind_word(stall_probe_kind(event->probe)));
  member(text, "threshold_ns", stall_probe_threshold(event->probe));
  member(text, "duration_ns", event->duration_ns);
  member(text, "uncertainty_ns", event->uncertainty_ns);
  stall_text_key(text, "threads");
  stall_text_open(text, '[');
  for (uint32_t i = 0; i < event->thread_count && i < STALL_EVENT_THREADS; i++) {
    write_thread(text, &event->threads[i], stacks);
  }
  stall_text_close(text, ']');
  close_line(text);
}

static void write_pause(struct stall_text *text, const struct stall_event *event, const char *kind) {
  open_line(text, "pause", event->began_unix_ns);
  words(text, "kind", kind);
  member(text, "duration_ns", event->duration_ns);
  if (event->probe) words(text, "loop", stall_probe_label(event->probe));
  close_line(text);
}

void stall_line_dropped(struct stall_text *text, enum stall_dropped what, uint64_t count) {
  static const char *const names[] = {"stalls", "samples", "lines"};
  open_line(text, "dropped", unix_now());
  words(text, "what", names[what]);
  member(text, "count", count);
  close_line(text);
}

void stall_line_stop(struct stall_text *text) {
  open_line(text, "stop", unix_now());
  close_line(text);
}

void stall_line_event(struct stall_text *text, const struct stall_event *event, stall_stacks *stacks) {
  switch (event->kind) {
    case STALL_EVENT_BEGAN:
    case STALL_EVENT_ENDED: write_stall(text, event, stacks); break;
    case STALL_EVENT_SAMPLE: break;
    case STALL_EVENT_STARVED: write_pause(text, event, "starved"); break;
    case STALL_EVENT_STOPPED: write_pause(text, event, "stopped"); break;
    case STALL_EVENT_SUSPENDED: write_pause(text, event, "suspended"); break;
    case STALL_EVENT_DROPPED: stall_line_dropped(text, STALL_DROPPED_STALLS, event->count); break;
  }
}
