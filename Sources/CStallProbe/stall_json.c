#include "stall_json.h"

#include <errno.h>
#include <unistd.h>

#include "stall_line.h"

static int put(int descriptor, struct stall_text *text) {
  ssize_t written;
  int error = text->failed ? ENOMEM : 0;
  if (error == 0 && text->count > 0) {
    do written = write(descriptor, text->bytes, text->count);
    while (written < 0 && errno == EINTR);
    if (written != (ssize_t)text->count) error = written < 0 ? errno : ENOSPC;
  }
  stall_text_free(text);
  return error;
}

int stall_json_start(int descriptor, uint64_t threshold_ns, bool takes_stacks) {
  struct stall_text text = {0};
  stall_line_start(&text, threshold_ns, takes_stacks);
  return put(descriptor, &text);
}

int stall_json_event(int descriptor, const struct stall_event *event, stall_stacks *stacks) {
  struct stall_text text = {0};
  stall_stacks *own = NULL;
  if (!stacks && event->sample && event->sampled_thread >= 0) {
    own = stall_stacks_create();
    if (own) stall_stacks_add(own, event->threads[event->sampled_thread].id, event->sample);
  }
  stall_line_event(&text, event, stacks ? stacks : own);
  stall_stacks_destroy(own);
  return put(descriptor, &text);
}

int stall_json_dropped(int descriptor, enum stall_dropped what, uint64_t count) {
  struct stall_text text = {0};
  stall_line_dropped(&text, what, count);
  return put(descriptor, &text);
}

int stall_json_stop(int descriptor) {
  struct stall_text text = {0};
  stall_line_stop(&text);
  return put(descriptor, &text);
}
