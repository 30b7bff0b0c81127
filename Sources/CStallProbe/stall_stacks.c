#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stall_line.h"

struct stack {
  int32_t thread;
  uint32_t seen;
  struct stall_sample sample;
};

struct stall_stacks {
  uint32_t count;
  struct stack stacks[STALL_STACKS];
};

stall_stacks *stall_stacks_create(void) { return calloc(1, sizeof(stall_stacks)); }
void stall_stacks_destroy(stall_stacks *stacks) { free(stacks); }

// Two moments in one function are one stack, for what runs there moves on between them.
static bool same_function(uintptr_t one, uintptr_t other) {
  if (one == other) return true;
  Dl_info first, second;
  if (!dladdr((void *)one, &first) || !dladdr((void *)other, &second)) return false;
  return first.dli_saddr && first.dli_saddr == second.dli_saddr;
}

static bool same(const struct stall_sample *one, const struct stall_sample *other) {
  if (one->count != other->count || one->async_count != other->async_count) return false;
  if (one->async_count > 0 && one->async_at != other->async_at) return false;
  if (one->count > 1 && memcmp(one->pc + 1, other->pc + 1, (one->count - 1) * sizeof *one->pc) != 0) return false;
  if (memcmp(one->async_pc, other->async_pc, one->async_count * sizeof *one->async_pc) != 0) return false;
  return one->count == 0 || same_function(one->pc[0], other->pc[0]);
}

bool stall_stacks_add(stall_stacks *stacks, int32_t thread, const struct stall_sample *sample) {
  for (uint32_t i = 0; i < stacks->count; i++) {
    struct stack *stack = &stacks->stacks[i];
    if (stack->thread != thread || !same(&stack->sample, sample)) continue;
    stack->seen++;
    return true;
  }
  if (stacks->count == STALL_STACKS) return false;
  stacks->stacks[stacks->count++] = (struct stack){.thread = thread, .seen = 1, .sample = *sample};
  return true;
}

static bool starts_with(const char *path, const char *folder) { return strncmp(path, folder, strlen(folder)) == 0; }

static bool is_system(const char *path) {
  return starts_with(path, "/lib") || starts_with(path, "/usr/lib") || starts_with(path, "linux-vdso");
}

static void member(struct stall_text *text, const char *name, const char *value) {
  stall_text_key(text, name);
  stall_text_string(text, value, strlen(value));
}

static void write_frame(struct stall_text *text, const char *kind, uintptr_t address) {
  char words[2 + 2 * sizeof address + 1];
  Dl_info found = {0};
  bool known = dladdr((void *)address, &found) != 0 && found.dli_fname;
  stall_text_open(text, '{');
  member(text, "kind", kind);
  if (known && found.dli_sname) member(text, "function", found.dli_sname);
  if (known) {
    const char *slash = strrchr(found.dli_fname, '/');
    member(text, "image", slash ? slash + 1 : found.dli_fname);
    address -= (uintptr_t)found.dli_fbase;
  }
  snprintf(words, sizeof words, "0x%jx", (uintmax_t)address);
  member(text, "address", words);
  if (!known || is_system(found.dli_fname)) {
    stall_text_key(text, "system");
    stall_text_bool(text, true);
  }
  stall_text_close(text, '}');
}

static void write_stack(struct stall_text *text, const struct stack *stack) {
  const struct stall_sample *sample = &stack->sample;
  uint32_t calls = sample->count < STALL_SAMPLE_FRAMES ? sample->count : STALL_SAMPLE_FRAMES;
  if (sample->async_count > 0 && sample->async_at < calls) calls = sample->async_at + 1;
  stall_text_open(text, '{');
  stall_text_key(text, "count");
  stall_text_number(text, stack->seen);
  stall_text_key(text, "frames");
  stall_text_open(text, '[');
  // All but the first are where a call returns to: the byte before belongs to the call, and to its line.
  for (uint32_t i = 0; i < calls; i++) write_frame(text, "call", sample->pc[i] - (i > 0));
  for (uint32_t i = 0; i < sample->async_count; i++) write_frame(text, "async", sample->async_pc[i]);
  stall_text_close(text, ']');
  stall_text_close(text, '}');
}

void stall_stacks_write(struct stall_text *text, const stall_stacks *stacks, int32_t thread) {
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
  for (uint32_t i = 0; i < count; i++) write_stack(text, order[i]);
  stall_text_close(text, ']');
}
