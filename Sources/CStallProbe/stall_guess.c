#include "stall_unwind.h"

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

// Many functions of the libraries that come with Swift are not described, and some of those keep no frame pointer.

static bool in_code(const struct stall_codes *codes, uintptr_t address, uintptr_t before) {
  const struct stall_code *code = stall_code_at(codes, address);
  return code != NULL && address - code->start >= before;
}

#if defined(__x86_64__)

// Instructions are read here as bytes. Linkers put constants beside them, and AddressSanitizer forbids what lies around
// those; so it does not look in here, and no function of the C library, which it looks into, reads them.
#if defined(__clang__) || defined(__GNUC__)
#define READS_CODE __attribute__((no_sanitize("address")))
#else
#define READS_CODE
#endif

enum { LONGEST_CALL = 7, SHORTEST_CALL = 2, FARTHEST = 2048, LARGEST_FUNCTION = 1 << 16, MOST_JUMPS = 3 };
enum { LARGEST_FRAME = 1 << 16, FARTHEST_FRAME = 1 << 20 };

READS_CODE static bool matches(const uint8_t *code, const char *bytes, unsigned count) {
  for (unsigned i = 0; i < count; i++) {
    if (code[i] != (uint8_t)bytes[i]) return false;
  }
  return true;
}

READS_CODE static uintptr_t relative(uintptr_t end, uintptr_t operand) {
  const uint8_t *code = (const uint8_t *)operand;
  uint32_t distance = code[0] | (uint32_t)code[1] << 8 | (uint32_t)code[2] << 16 | (uint32_t)code[3] << 24;
  return end + (uintptr_t)(intptr_t)(int32_t)distance;
}

// The length of a call through a register or memory (0xff /2) as its second byte tells it, 0 if it is none.
READS_CODE static unsigned indirect_length(const uint8_t *call) {
  unsigned mode = call[1] >> 6, extension = call[1] >> 3 & 7, base = call[1] & 7;
  if (call[0] != 0xff || extension != 2) return 0;
  unsigned length = 2 + (mode != 3 && base == 4);
  switch (mode) {
    case 0: return length + (base == 5 || (base == 4 && (call[2] & 7) == 5) ? 4 : 0);
    case 1: return length + 1;
    case 2: return length + 4;
    default: return length;
  }
}

READS_CODE static bool follows_call(const struct stall_codes *codes, uintptr_t address) {
  if (!in_code(codes, address, LONGEST_CALL + 1)) return false;
  if (*(const uint8_t *)(address - 5) == 0xe8) return true;
  for (unsigned length = SHORTEST_CALL; length <= LONGEST_CALL; length++) {
    if (indirect_length((const uint8_t *)(address - length)) == length) return true;
  }
  return false;
}

static bool load(uintptr_t address, uintptr_t *word) {
  uintptr_t pair[2];
  if (!stall_read_pair(address & ~(uintptr_t)15, pair)) return false;
  *word = pair[address / sizeof *word % 2];
  return true;
}

// Where a stub or a thunk goes on to, or `target` itself.
READS_CODE static uintptr_t follow_jumps(const struct stall_codes *codes, uintptr_t target) {
  for (int jump = 0; jump < MOST_JUMPS && in_code(codes, target, 0) && in_code(codes, target + 16, 0); jump++) {
    const uint8_t *code = (const uint8_t *)target;
    if (matches(code, "\xf3\x0f\x1e\xfa", 4)) code += 4;  // endbr64
    if (code[0] == 0xf2) code++;                               // bnd
    uintptr_t at = (uintptr_t)code;
    if (code[0] == 0xff && code[1] == 0x25) {
      if (!load(relative(at + 6, at + 2), &target)) return 0;
    } else if (code[0] == 0xe9) {
      target = relative(at + 5, at + 1);
    } else {
      break;
    }
  }
  return target;
}

// Whether the call before `address` can have led to `pc`, in a function without description.
READS_CODE static bool led_to(const struct stall_codes *codes, uintptr_t address, uintptr_t pc) {
  uintptr_t target;
  if (*(const uint8_t *)(address - 5) == 0xe8) {
    target = relative(address, address - 4);
  } else if (matches((const uint8_t *)(address - 6), "\xff\x15", 2)) {
    if (!load(relative(address, address - 4), &target)) return false;
  } else {
    return false;
  }
  if (pc - target < 16) return true;  // in the stub itself
  target = follow_jumps(codes, target);
  return pc - target < LARGEST_FUNCTION && stall_function_at(codes, target) == 0;
}

// Where the return address is while the function has not made its frame yet, or has taken it down; 0 where it has one.
static uintptr_t slot_without_frame(
    const struct stall_codes *codes, struct stall_window *window, uintptr_t sp, uintptr_t pc) {
  uintptr_t word;
  if (!stall_read_word(window, sp, &word)) return 0;
  if (follows_call(codes, word)) return sp;
  bool pushed = in_code(codes, pc, 1) && matches((const uint8_t *)(pc - 1), "\x55\x48\x89\xe5", 4);
  return pushed ? sp + sizeof word : 0;
}

// Looks upwards for an address that a call to this function left. With a frame pointer of its own, the function returns
// to the word above it; without, to one below.
static uintptr_t slot_with_frame(
    const struct stall_codes *codes, struct stall_window *window, uintptr_t sp, uintptr_t fp, uintptr_t pc) {
  uintptr_t record = fp + sizeof(uintptr_t), likely = 0, word;
  bool has_record = fp >= sp && fp - sp < FARTHEST_FRAME;
  for (uintptr_t slot = sp; slot - sp < FARTHEST && (!has_record || slot <= record); slot += sizeof word) {
    if (!stall_read_word(window, slot, &word)) break;
    if (!follows_call(codes, word)) continue;
    if (led_to(codes, word, pc)) return slot;
    if (likely == 0) likely = slot;
  }
  if (has_record && stall_read_word(window, record, &word) && follows_call(codes, word)) return record;
  return likely;
}

// How sure it is that `address` is where a call of the function at `pc` goes on: 3 where the call names the function, or
// a stub that leads there; 2 where it goes through a register or memory; 1 where it names another, which may jump there.
READS_CODE static int sureness(const struct stall_codes *codes, uintptr_t address, uintptr_t pc) {
  if (!follows_call(codes, address)) return 0;
  if (*(const uint8_t *)(address - 5) != 0xe8) return 2;
  uintptr_t target = relative(address, address - 4), function = stall_function_at(codes, pc);
  return target == function || follow_jumps(codes, target) == function ? 3 : 1;
}

bool stall_guess_frame_pointer(
    const struct stall_codes *codes, struct stall_window *window, struct stall_registers *registers, uintptr_t pc) {
  uintptr_t sp = registers->value[STALL_STACK_POINTER], outer, back;
  int best = 0;
  for (uintptr_t slot = sp; slot - sp < LARGEST_FRAME && best < 3; slot += sizeof outer) {
    if (!stall_read_word(window, slot, &outer) || !stall_read_word(window, slot + sizeof outer, &back)) break;
    // The caller may use the register for other things: then only a call that names the function is believed.
    bool is_frame = outer > slot && outer - slot < FARTHEST_FRAME && outer % sizeof outer == 0;
    int sure = sureness(codes, back, pc);
    if (sure <= best || (!is_frame && sure < 3)) continue;
    best = sure;
    stall_know(registers, STALL_FRAME_POINTER, slot);
  }
  return best > 0;
}

bool stall_step_by_guess(
    const struct stall_codes *codes, struct stall_window *window, struct stall_registers *registers, uintptr_t pc,
    bool interrupted) {
  uintptr_t *sp = &registers->value[STALL_STACK_POINTER], *fp = &registers->value[STALL_FRAME_POINTER];
  uintptr_t slot = interrupted ? slot_without_frame(codes, window, *sp, pc) : 0;
  bool has_frame = slot == 0;
  if (has_frame) slot = slot_with_frame(codes, window, *sp, *fp, pc);
  if (slot == 0 || !stall_read_word(window, slot, &registers->value[STALL_PC])) return false;
  if (has_frame && slot == *fp + sizeof slot && !stall_read_word(window, *fp, fp)) return false;
  *sp = slot + sizeof slot;
  return true;
}

#else

bool stall_guess_frame_pointer(
    const struct stall_codes *codes, struct stall_window *window, struct stall_registers *registers, uintptr_t pc) {
  (void)codes, (void)window, (void)registers, (void)pc;
  return false;
}

bool stall_step_by_guess(
    const struct stall_codes *codes, struct stall_window *window, struct stall_registers *registers, uintptr_t pc,
    bool interrupted) {
  (void)pc, (void)interrupted;
  uintptr_t *fp = &registers->value[STALL_FRAME_POINTER], record = *fp, word;
  if (!stall_is_known(registers, STALL_FRAME_POINTER) || record < registers->value[STALL_STACK_POINTER]) return false;
  if (!stall_read_word(window, record + sizeof word, &word) || !in_code(codes, word & 0xffffffffffff, 4)) return false;
  if (!stall_read_word(window, record, fp)) return false;
  registers->value[STALL_PC] = word;
  registers->value[STALL_STACK_POINTER] = record + 2 * sizeof word;
  return true;
}

#endif
#endif
