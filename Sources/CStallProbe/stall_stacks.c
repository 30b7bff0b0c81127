#include <stdlib.h>
#include <string.h>

#include "stall_frame.h"
#include "stall_line.h"

struct stack {
  int32_t thread;
  uint32_t seen;
  struct stall_sample sample;
};

struct stall_stacks {
  struct stall_images images;
  uint32_t count;
  struct stack stacks[STALL_STACKS];
};

stall_stacks *stall_stacks_create(void) { return calloc(1, sizeof(stall_stacks)); }

void stall_stacks_destroy(stall_stacks *stacks) {
  if (stacks) stall_images_free(&stacks->images);
  free(stacks);
}

// Two moments in one function are one stack, for what runs there moves on between them.
static bool same_function(struct stall_images *images, uintptr_t one, uintptr_t other) {
  if (one == other) return true;
  const char *function = stall_frame_function(images, one);
  return function && function == stall_frame_function(images, other);
}

static bool same(
    struct stall_images *images, const struct stall_sample *one, const struct stall_sample *other) {
  if (one->count != other->count || one->async_count != other->async_count) return false;
  if (one->async_count > 0 && one->async_at != other->async_at) return false;
  if (one->count > 1 && memcmp(one->pc + 1, other->pc + 1, (one->count - 1) * sizeof *one->pc) != 0) return false;
  if (memcmp(one->async_pc, other->async_pc, one->async_count * sizeof *one->async_pc) != 0) return false;
  return one->count == 0 || same_function(images, one->pc[0], other->pc[0]);
}

bool stall_stacks_add(stall_stacks *stacks, int32_t thread, const struct stall_sample *sample) {
  for (uint32_t i = 0; i < stacks->count; i++) {
    struct stack *stack = &stacks->stacks[i];
    if (stack->thread != thread || !same(&stacks->images, &stack->sample, sample)) continue;
    stack->seen++;
    return true;
  }
  if (stacks->count == STALL_STACKS) return false;
  stacks->stacks[stacks->count++] = (struct stack){.thread = thread, .seen = 1, .sample = *sample};
  return true;
}

static void write_stack(struct stall_text *text, struct stall_images *images, const struct stack *stack) {
  const struct stall_sample *sample = &stack->sample;
  uint32_t calls = sample->count < STALL_SAMPLE_FRAMES ? sample->count : STALL_SAMPLE_FRAMES;
  if (sample->async_count > 0 && sample->async_at < calls) calls = sample->async_at + 1;
  stall_text_open(text, '{');
  stall_text_key(text, "count");
  stall_text_number(text, stack->seen);
  stall_text_key(text, "frames");
  stall_text_open(text, '[');
  // All but the first are where a call returns to: the byte before belongs to the call, and to its line.
  for (uint32_t i = 0; i < calls; i++) stall_frame_write(text, images, "call", sample->pc[i] - (i > 0));
  for (uint32_t i = 0; i < sample->async_count; i++) stall_frame_write(text, images, "async", sample->async_pc[i]);
  stall_text_close(text, ']');
  stall_text_close(text, '}');
}

void stall_stacks_write(struct stall_text *text, stall_stacks *stacks, int32_t thread) {
  const struct stack *order[STALL_STACKS];
  uint32_t count = 0;
  for (uint32_t i = 0; i < stacks->count; i++) {
    const struct stack *stack = &stacks->stacks[i];
    if (stack->thread != thread) continue;
    uint32_t at = count++;
    for (; at > 0 && order[at - 1]->seen < stack->seen; at--) order[at] = order[at - 1];
    order[at] = stack;
  }
  if (count == 0) return;
  stall_text_key(text, "samples");
  stall_text_open(text, '[');
  for (uint32_t i = 0; i < count; i++) write_stack(text, &stacks->images, order[i]);
  stall_text_close(text, ']');
}
