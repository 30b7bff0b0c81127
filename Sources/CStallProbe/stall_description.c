#include "stall_unwind.h"

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

#include <string.h>

// Call frame information, as in "DWARF Debugging Information Format" 5, section 6.4, with the changes for .eh_frame of
// the "Linux Standard Base Core Specification" 5.0, section 10.6. It is read where it is mapped.

// MARK: reading

static uint64_t read_uleb(const uint8_t **at) {
  uint64_t value = 0;
  for (unsigned shift = 0;; shift += 7) {
    uint8_t byte = *(*at)++;
    if (shift < 64) value |= (uint64_t)(byte & 127) << shift;
    if ((byte & 128) == 0) return value;
  }
}

static int64_t read_sleb(const uint8_t **at) {
  uint64_t value = 0;
  for (unsigned shift = 0;; shift += 7) {
    uint8_t byte = *(*at)++;
    if (shift < 64) value |= (uint64_t)(byte & 127) << shift;
    if ((byte & 128) != 0) continue;
    if ((byte & 64) != 0 && shift + 7 < 64) value |= ~(uint64_t)0 << (shift + 7);
    return (int64_t)value;
  }
}

static uint64_t read_fixed(const uint8_t **at, size_t size) {
  uint64_t value = 0;
  memcpy(&value, *at, size);
  *at += size;
  return value;
}

static int64_t read_signed(const uint8_t **at, size_t size) {
  unsigned unused = 64 - 8 * (unsigned)size;
  return (int64_t)(read_fixed(at, size) << unused) >> unused;
}

// The forms of a pointer that occur in practice: absolute or relative to itself, of 4 or 8 bytes.
static bool read_pointer(const uint8_t **at, uint8_t form, uintptr_t *value) {
  uintptr_t base = (form & 0x70) == 0x10 ? (uintptr_t)*at : 0;
  if ((form & 0x70) != 0 && (form & 0x70) != 0x10) return false;
  switch (form & 0x0f) {
    case 0x00: case 0x04: case 0x0c: *value = base + (uintptr_t)read_fixed(at, 8); return true;
    case 0x03: *value = base + (uintptr_t)read_fixed(at, 4); return true;
    case 0x0b: *value = base + (uintptr_t)read_signed(at, 4); return true;
    default: return false;
  }
}

// MARK: finding the description of a function

struct description {
  uintptr_t function, end;
  const uint8_t *common, *common_end, *own, *own_end;
  uint64_t code_unit;
  int64_t data_unit;
  uint64_t return_column;
  uint8_t pointer_form;
  bool has_data, is_signal_frame;
};

static const uint8_t *entry_of(const struct stall_code *code, uintptr_t pc) {
  if (code->count == 0) return NULL;
  intptr_t offset = (intptr_t)(pc - code->header);
  uint32_t low = 0, high = code->count;
  while (high - low > 1) {
    uint32_t middle = (low + high) / 2;
    if (code->pairs[2 * middle] <= offset) low = middle; else high = middle;
  }
  if (code->pairs[2 * low] > offset) return NULL;
  return (const uint8_t *)(code->header + (uintptr_t)(intptr_t)code->pairs[2 * low + 1]);
}

static bool begin_entry(const uint8_t **at, const uint8_t **end) {
  uint64_t length = read_fixed(at, 4);
  if (length == 0 || length >= 0xfffffff0) return false;
  *end = *at + length;
  return true;
}

static bool read_common(struct description *found, const uint8_t *at) {
  if (!begin_entry(&at, &found->common_end) || read_fixed(&at, 4) != 0) return false;
  uint8_t version = *at++;
  const char *augmentation = (const char *)at;
  at += strlen(augmentation) + 1;
  found->code_unit = read_uleb(&at);
  found->data_unit = read_sleb(&at);
  found->return_column = version == 1 ? *at++ : read_uleb(&at);
  found->pointer_form = 0;
  if (augmentation[0] == 0) {
    found->common = at;
    return true;
  }
  if (augmentation[0] != 'z') return false;
  found->has_data = true;
  uint64_t length = read_uleb(&at);
  found->common = at + length;
  for (const char *letter = augmentation + 1; *letter != 0; letter++) {
    uintptr_t personality;
    switch (*letter) {
      case 'R': found->pointer_form = *at++; break;
      case 'L': at++; break;
      case 'S': found->is_signal_frame = true; break;
      case 'B': break;
      case 'P': {
        uint8_t form = *at++;
        if (!read_pointer(&at, form & 0x7f, &personality)) return false;
        break;
      }
      default: return false;
    }
  }
  return true;
}

static bool find(const struct stall_codes *codes, uintptr_t pc, struct description *found) {
  const struct stall_code *code = stall_code_at(codes, pc);
  const uint8_t *at = code ? entry_of(code, pc) : NULL;
  *found = (struct description){0};
  if (!at || !begin_entry(&at, &found->own_end)) return false;
  const uint8_t *reference = at;
  uint64_t distance = read_fixed(&at, 4);
  if (distance == 0 || !read_common(found, reference - distance)) return false;
  uintptr_t size;
  if (!read_pointer(&at, found->pointer_form, &found->function)) return false;
  if (!read_pointer(&at, found->pointer_form & 0x0f, &size)) return false;
  found->end = found->function + size;
  if (pc < found->function || pc >= found->end) return false;
  if (found->has_data) {
    uint64_t length = read_uleb(&at);
    at += length;
  }
  found->own = at;
  return true;
}

uintptr_t stall_function_at(const struct stall_codes *codes, uintptr_t pc) {
  struct description found;
  return find(codes, pc, &found) ? found.function : 0;
}

// MARK: the program of a description

enum rule_kind { SAME, AT_OFFSET, IS_OFFSET, IN_REGISTER, AT_EXPRESSION, IS_EXPRESSION, UNDEFINED };

// Kept small: an alternate stack for signals may be.
struct rule {
  enum rule_kind kind;
  union {
    int64_t number;
    const uint8_t *expression;  // its length, then the operations
  };
};

struct rules {
  struct rule cfa;
  uint64_t cfa_register;
  struct rule of[STALL_REGISTERS];
};

enum { REMEMBERED = 4 };

struct program {
  const struct description *of;
  struct rules rules, initial;
  struct rules remembered[REMEMBERED];
  unsigned depth;
  uintptr_t location;
};

static void set(struct program *program, uint64_t number, struct rule rule) {
  // Of registers that are not followed, such as those of vectors, nothing is needed.
  if (number < STALL_REGISTERS) program->rules.of[number] = rule;
}

static struct rule read_expression(const uint8_t **at, enum rule_kind kind) {
  struct rule rule = {kind, {.expression = *at}};
  uint64_t length = read_uleb(at);
  *at += length;
  return rule;
}

static void define_cfa(struct program *program, uint64_t number, int64_t offset) {
  program->rules.cfa = (struct rule){IS_OFFSET, {offset}};
  program->rules.cfa_register = number;
}

static bool run_extended(struct program *program, uint8_t operation, const uint8_t **at) {
  const struct description *of = program->of;
  struct rules *rules = &program->rules;
  uint64_t number;
  switch (operation) {
    case 0x00: return true;                                                          // nop
    case 0x01: return read_pointer(at, of->pointer_form, &program->location);        // set_loc
    case 0x02: program->location += read_fixed(at, 1) * of->code_unit; return true;  // advance_loc1
    case 0x03: program->location += read_fixed(at, 2) * of->code_unit; return true;  // advance_loc2
    case 0x04: program->location += read_fixed(at, 4) * of->code_unit; return true;  // advance_loc4
    case 0x05:                                                                       // offset_extended
      number = read_uleb(at);
      set(program, number, (struct rule){AT_OFFSET, {(int64_t)read_uleb(at) * of->data_unit}});
      return true;
    case 0x06:                                                                       // restore_extended
      number = read_uleb(at);
      if (number < STALL_REGISTERS) rules->of[number] = program->initial.of[number];
      return true;
    case 0x07: set(program, read_uleb(at), (struct rule){UNDEFINED, {0}}); return true;
    case 0x08: set(program, read_uleb(at), (struct rule){SAME, {0}}); return true;
    case 0x09:                                                                       // register
      number = read_uleb(at);
      set(program, number, (struct rule){IN_REGISTER, {(int64_t)read_uleb(at)}});
      return true;
    case 0x0a:                                                                       // remember_state
      if (program->depth == REMEMBERED) return false;
      program->remembered[program->depth++] = *rules;
      return true;
    case 0x0b:                                                                       // restore_state
      if (program->depth == 0) return false;
      *rules = program->remembered[--program->depth];
      return true;
    case 0x0c:                                                                       // def_cfa
      number = read_uleb(at);
      define_cfa(program, number, (int64_t)read_uleb(at));
      return true;
    case 0x0d: rules->cfa_register = read_uleb(at); return true;                     // def_cfa_register
    case 0x0e: rules->cfa = (struct rule){IS_OFFSET, {(int64_t)read_uleb(at)}}; return true;
    case 0x0f: rules->cfa = read_expression(at, IS_EXPRESSION); return true;         // def_cfa_expression
    case 0x10: number = read_uleb(at); set(program, number, read_expression(at, AT_EXPRESSION)); return true;
    case 0x11:                                                                       // offset_extended_sf
      number = read_uleb(at);
      set(program, number, (struct rule){AT_OFFSET, {read_sleb(at) * of->data_unit}});
      return true;
    case 0x12:                                                                       // def_cfa_sf
      number = read_uleb(at);
      define_cfa(program, number, read_sleb(at) * of->data_unit);
      return true;
    case 0x13: rules->cfa = (struct rule){IS_OFFSET, {read_sleb(at) * of->data_unit}}; return true;
    case 0x14:                                                                       // val_offset
      number = read_uleb(at);
      set(program, number, (struct rule){IS_OFFSET, {(int64_t)read_uleb(at) * of->data_unit}});
      return true;
    case 0x15:                                                                       // val_offset_sf
      number = read_uleb(at);
      set(program, number, (struct rule){IS_OFFSET, {read_sleb(at) * of->data_unit}});
      return true;
    case 0x16: number = read_uleb(at); set(program, number, read_expression(at, IS_EXPRESSION)); return true;
    case 0x2d: return true;                  // negate_ra_state: return addresses are stripped anyway
    case 0x2e: read_uleb(at); return true;   // GNU_args_size
    default: return false;
  }
}

static bool run(struct program *program, const uint8_t *at, const uint8_t *end, uintptr_t pc) {
  const struct description *of = program->of;
  while (at < end && program->location <= pc) {
    uint8_t byte = *at++;
    uint8_t low = byte & 63;
    switch (byte & 192) {
      case 64: program->location += low * of->code_unit; break;
      case 128: set(program, low, (struct rule){AT_OFFSET, {(int64_t)read_uleb(&at) * of->data_unit}}); break;
      case 192: if (low < STALL_REGISTERS) program->rules.of[low] = program->initial.of[low]; break;
      default: if (!run_extended(program, byte, &at)) return false;
    }
  }
  return true;
}

// MARK: expressions

struct stack {
  uintptr_t value[16];
  unsigned depth;
};

static bool push(struct stack *stack, uintptr_t value) {
  if (stack->depth == sizeof stack->value / sizeof *stack->value) return false;
  stack->value[stack->depth++] = value;
  return true;
}

static bool combine(struct stack *stack, uint8_t operation) {
  if (stack->depth < 2) return false;
  uintptr_t right = stack->value[--stack->depth], *left = &stack->value[stack->depth - 1];
  switch (operation) {
    case 0x1a: *left &= right; return true;
    case 0x1c: *left -= right; return true;
    case 0x22: *left += right; return true;
    case 0x24: *left = right < 64 ? *left << right : 0; return true;
    case 0x2a: *left = (intptr_t)*left >= (intptr_t)right; return true;
    default: return false;
  }
}

// The operations that linkers use for the stubs of calls to other images, and libc for the frames of signals.
static bool evaluate(
    const struct rule *rule, struct stall_window *window, const struct stall_registers *registers, bool is_address,
    uintptr_t cfa, uintptr_t *value) {
  struct stack stack = {{cfa}, is_address ? 1 : 0};
  const uint8_t *at = rule->expression;
  uint64_t length = read_uleb(&at);
  const uint8_t *end = at + length;
  while (at < end) {
    uint8_t operation = *at++;
    bool done;
    if (operation >= 0x30 && operation < 0x50) {
      done = push(&stack, operation - 0x30);
    } else if (operation >= 0x70 && operation < 0x90) {
      int64_t offset = read_sleb(&at);
      unsigned number = operation - 0x70;
      done = number < STALL_REGISTERS && stall_is_known(registers, number) &&
             push(&stack, registers->value[number] + (uintptr_t)offset);
    } else if (operation == 0x06) {
      uintptr_t *top = &stack.value[stack.depth - 1];
      done = stack.depth > 0 && stall_read_word(window, *top, top);
    } else if (operation == 0x08) {
      done = push(&stack, (uintptr_t)read_fixed(&at, 1));
    } else if (operation == 0x23) {
      uint64_t number = read_uleb(&at);
      done = stack.depth > 0;
      if (done) stack.value[stack.depth - 1] += (uintptr_t)number;
    } else {
      done = combine(&stack, operation);
    }
    if (!done) return false;
  }
  if (stack.depth == 0) return false;
  *value = stack.value[stack.depth - 1];
  return true;
}

// MARK: the step

// False where nothing can be said of a register that has a value. One without stays unknown.
static bool follow(
    const struct rule *rule, uint64_t number, uintptr_t cfa, struct stall_window *window,
    const struct stall_registers *from, struct stall_registers *caller) {
  uint64_t source = number;
  uintptr_t value;
  switch (rule->kind) {
    case IN_REGISTER:
      if (rule->number < 0 || rule->number >= STALL_REGISTERS) return false;
      source = (uint64_t)rule->number;
      // fall through
    case SAME:
      if (stall_is_known(from, source)) stall_know(caller, number, from->value[source]);
      return true;
    case AT_OFFSET:
      if (!stall_read_word(window, cfa + (uintptr_t)rule->number, &value)) return false;
      break;
    case IS_OFFSET: value = cfa + (uintptr_t)rule->number; break;
    case AT_EXPRESSION:
      if (!evaluate(rule, window, from, true, cfa, &value) || !stall_read_word(window, value, &value)) return false;
      break;
    case IS_EXPRESSION:
      if (!evaluate(rule, window, from, true, cfa, &value)) return false;
      break;
    default: return true;
  }
  stall_know(caller, number, value);
  return true;
}

static bool find_cfa(
    const struct rules *rules, struct stall_window *window, const struct stall_registers *from, uintptr_t *cfa) {
  if (rules->cfa.kind == IS_EXPRESSION) return evaluate(&rules->cfa, window, from, false, 0, cfa);
  if (rules->cfa_register >= STALL_REGISTERS || !stall_is_known(from, rules->cfa_register)) return false;
  *cfa = from->value[rules->cfa_register] + (uintptr_t)rules->cfa.number;
  return true;
}

static bool needs_frame_pointer(const struct rules *rules, const struct stall_registers *registers) {
  return rules->cfa.kind != IS_EXPRESSION && rules->cfa_register == STALL_FRAME_POINTER &&
         !stall_is_known(registers, STALL_FRAME_POINTER);
}

enum stall_step stall_step_by_description(
    const struct stall_codes *codes, struct stall_window *window, struct stall_registers *registers, uintptr_t pc) {
  struct description found;
  if (!find(codes, pc, &found) || found.return_column >= STALL_REGISTERS) return STALL_STEP_UNKNOWN;
  struct program program = {.of = &found, .location = 0};
  if (!run(&program, found.common, found.common_end, UINTPTR_MAX)) return STALL_STEP_UNKNOWN;
  program.initial = program.rules;
  program.location = found.function;
  if (!run(&program, found.own, found.own_end, pc)) return STALL_STEP_UNKNOWN;

  const struct rules *rules = &program.rules;
  uintptr_t cfa;
  if (needs_frame_pointer(rules, registers)) return STALL_STEP_NEEDS_FRAME_POINTER;
  if (!find_cfa(rules, window, registers, &cfa)) return STALL_STEP_UNKNOWN;
  if (rules->of[found.return_column].kind == UNDEFINED) return STALL_STEP_NONE;
  struct stall_registers caller = {.unknown = ~UINT64_C(0)};
  for (uint64_t number = 0; number < STALL_REGISTERS; number++) {
    if (!follow(&rules->of[number], number, cfa, window, registers, &caller)) return STALL_STEP_UNKNOWN;
  }
  if (rules->of[STALL_STACK_POINTER].kind == SAME) stall_know(&caller, STALL_STACK_POINTER, cfa);
  if (!stall_is_known(&caller, found.return_column)) return STALL_STEP_UNKNOWN;
  stall_know(&caller, STALL_PC, caller.value[found.return_column]);
  *registers = caller;
  return found.is_signal_frame ? STALL_STEP_OUT_OF_SIGNAL : STALL_STEP_TO_CALLER;
}

#endif
