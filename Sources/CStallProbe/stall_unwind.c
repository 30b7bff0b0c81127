#include "stall_unwind.h"

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

#include <string.h>

// Takes away what a processor writes into a return address to sign it.
static uintptr_t stripped(uintptr_t address) {
#if defined(__aarch64__)
  return address & 0xffffffffffff;
#else
  return address;
#endif
}

// Where the system marks the frames of asynchronous Swift functions, it is by this bit in the frame pointer they save.
// The register may hold any number, so it counts only where the rest of it points near the stack.
static void unmark(struct stall_registers *registers) {
  uintptr_t *frame_pointer = &registers->value[STALL_FRAME_POINTER];
  uintptr_t unmarked = *frame_pointer & ~((uintptr_t)1 << 60);
  if (unmarked - registers->value[STALL_STACK_POINTER] < (uintptr_t)1 << 32) *frame_pointer = unmarked;
}

// Swift aligns its functions. Where one is described, the address must be where it begins.
static bool can_be_continuation(const struct stall_codes *codes, uintptr_t address) {
  uintptr_t function = stall_function_at(codes, address);
  if (function != 0) return function == address;
  return address % 16 == 0 && stall_code_at(codes, address) != NULL;
}

// Follows the functions that await each other. On Linux nothing marks the frame of an asynchronous function, so a chain
// counts only if every link goes on at the begin of a function and the last one has no parent: no other data does.
static uint32_t follow(const struct stall_codes *codes, uintptr_t address, uintptr_t *pcs) {
  uint32_t count = 0;
  while (address != 0 && count < STALL_SAMPLE_ASYNC_FRAMES) {
    uintptr_t context[2];  // of the one that awaits, and where that goes on
    if (!stall_read_pair(address, context) || !can_be_continuation(codes, stripped(context[1]))) return 0;
    pcs[count++] = stripped(context[1]);
    address = context[0];
  }
  return count;
}

// Looks for the context of an asynchronous function in the frame from `low` to `high`, which it keeps below the frame
// pointer it saved. A function it calls may have saved the same word, so the outermost frame with a chain counts.
static void look_for_context(
    const struct stall_codes *codes, struct stall_window *window, uintptr_t frame_pointer, uintptr_t low,
    uintptr_t high, struct stall_sample *sample) {
  uintptr_t slot = frame_pointer - sizeof(uintptr_t), address;
  if (slot < low || slot >= high || high - slot < 3 * sizeof slot || !stall_read_word(window, slot, &address)) return;
  if (sample->async_count > 0 && address == 0) return;
  uintptr_t pcs[STALL_SAMPLE_ASYNC_FRAMES];
  uint32_t count = follow(codes, address, pcs);
  if (count == 0) return;
  memcpy(sample->async_pc, pcs, count * sizeof *pcs);
  sample->async_count = count;
  sample->async_at = sample->count - 1;
}

void stall_unwind(
    const struct stall_codes *codes, struct stall_window *window, const struct stall_registers *start,
    struct stall_sample *sample) {
  struct stall_registers registers = *start;
  sample->count = sample->async_count = sample->async_at = 0;
  window->filled = false;
  bool exact = true;
  while (sample->count < STALL_SAMPLE_FRAMES) {
    uintptr_t pc = stripped(registers.value[STALL_PC]);
    if (pc == 0 && sample->count > 0) return;
    sample->pc[sample->count++] = pc;
    uintptr_t inside = exact ? pc : pc - 1;
    struct stall_registers own = registers;
    enum stall_step step = stall_step_by_description(codes, window, &registers, inside);
    if (step == STALL_STEP_NEEDS_FRAME_POINTER) {
      if (!stall_guess_frame_pointer(codes, window, &own, inside)) return;
      registers = own;
      step = stall_step_by_description(codes, window, &registers, inside);
    }
    if (step == STALL_STEP_NONE) return;
    if (step == STALL_STEP_UNKNOWN && !stall_step_by_guess(codes, window, &registers, inside, exact)) return;
    exact = step == STALL_STEP_OUT_OF_SIGNAL;
    // A handler may run on a stack of its own; all others lie below their callers.
    uintptr_t low = own.value[STALL_STACK_POINTER], high = registers.value[STALL_STACK_POINTER];
    if (high <= low && !exact) return;
    if (stall_is_known(&own, STALL_FRAME_POINTER)) {
      look_for_context(codes, window, own.value[STALL_FRAME_POINTER], low, high, sample);
    }
    unmark(&registers);
  }
}

#endif
