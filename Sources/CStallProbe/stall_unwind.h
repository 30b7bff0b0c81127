// Walking the stack of a thread, from inside its signal handler or from outside while it is blocked; for the files of
// this library only.
//
// Nothing here takes a lock, allocates, or calls into the dynamic linker or an unwinding library: whatever the thread
// was interrupted in, it may have been in those. Where the code is, is looked up before the signal is sent.
#ifndef STALL_UNWIND_H
#define STALL_UNWIND_H

#include "stall_sample.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The instructions of one image, and the index of its call frame information.
struct stall_code {
  uintptr_t start, end;
  // The header of .eh_frame; its pairs of (function, description), relative to itself, begin at `pairs`.
  uintptr_t header;
  const int32_t *pairs;
  uint32_t count;
};

enum { STALL_CODES = 512 };
struct stall_codes {
  uint32_t count;
  // What the dynamic linker has loaded and unloaded when the list was made.
  unsigned long long version;
  struct stall_code code[STALL_CODES];
};

// Lists the images anew if one was loaded or unloaded since. On the watchdog's thread.
void stall_codes_update(struct stall_codes *codes);
const struct stall_code *stall_code_at(const struct stall_codes *codes, uintptr_t pc);

// A register's index is its number in DWARF.
#if defined(__x86_64__)
enum { STALL_REGISTERS = 17, STALL_FRAME_POINTER = 6, STALL_STACK_POINTER = 7, STALL_PC = 16 };
#else
enum { STALL_REGISTERS = 33, STALL_FRAME_POINTER = 29, STALL_STACK_POINTER = 31, STALL_PC = 32 };
#endif
struct stall_registers {
  uintptr_t value[STALL_REGISTERS];
  uint64_t unknown;  // a bit for each register whose value nobody knows
};

static inline bool stall_is_known(const struct stall_registers *registers, uint64_t number) {
  return (registers->unknown >> number & 1) == 0;
}

static inline void stall_know(struct stall_registers *registers, uint64_t number, uintptr_t value) {
  registers->value[number] = value;
  registers->unknown &= ~(UINT64_C(1) << number);
}

// A copy of the page that was read last.
struct stall_window {
  uintptr_t page;
  bool filled;
  uintptr_t words[4096 / sizeof(uintptr_t)];
};

// Reads memory that may not be there, by asking the kernel for it.
bool stall_read_word(struct stall_window *window, uintptr_t address, uintptr_t *word);
bool stall_read_pair(uintptr_t address, uintptr_t pair[2]);

enum stall_step {
  STALL_STEP_TO_CALLER,
  STALL_STEP_OUT_OF_SIGNAL,
  STALL_STEP_NONE,
  STALL_STEP_UNKNOWN,
  STALL_STEP_NEEDS_FRAME_POINTER,
};

// Steps to the caller as the call frame information says. NONE: this is the outermost frame. UNKNOWN: nothing is said
// about this address, and the registers are as before. NEEDS_FRAME_POINTER: it is described by the frame pointer, which
// nobody knows. `pc` is an instruction inside the call.
enum stall_step stall_step_by_description(
    const struct stall_codes *codes, struct stall_window *window, struct stall_registers *registers, uintptr_t pc);
// Steps to the caller by what lies on the stack. `interrupted`: the function was at `pc` and not in a call from there.
bool stall_step_by_guess(
    const struct stall_codes *codes, struct stall_window *window, struct stall_registers *registers, uintptr_t pc,
    bool interrupted);

// Looks for the frame pointer of the function at `pc` on the stack: a pair of the address of a frame further out, and of
// an instruction that a call of this function returns to.
bool stall_guess_frame_pointer(
    const struct stall_codes *codes, struct stall_window *window, struct stall_registers *registers, uintptr_t pc);

// The function that `pc` lies in, 0 if it is not described.
uintptr_t stall_function_at(const struct stall_codes *codes, uintptr_t pc);

// Writes the stack of a thread with these registers.
void stall_unwind(
    const struct stall_codes *codes, struct stall_window *window, const struct stall_registers *start,
    struct stall_sample *sample);

#endif
