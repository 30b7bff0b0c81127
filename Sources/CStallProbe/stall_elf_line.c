#include "stall_dwarf.h"

static bool read_head(struct stall_program *program, struct stall_cursor *section) {
  program->offset_size = 4;
  uint64_t length = stall_take(section, 4);
  if (length == 0xffffffff) {
    program->offset_size = 8;
    length = stall_take(section, 8);
  }
  struct stall_cursor unit = {section->at, section->at, section->failed};
  stall_skip(section, length);
  unit.end = section->at;
  if (section->failed || unit.failed) return false;
  program->version = (unsigned)stall_take(&unit, 2);
  // Another version is skipped, not an end.
  if (program->version < 2 || program->version > 5) return true;
  // The sizes of addresses and of segments.
  if (program->version == 5) stall_take(&unit, 2);
  uint64_t head = stall_take(&unit, program->offset_size);
  program->tables = unit;
  stall_skip(&unit, head);
  program->steps = unit;
  program->tables.end = unit.at;
  struct stall_cursor *tables = &program->tables;
  program->min_length = (unsigned)stall_take(tables, 1);
  if (program->version >= 4) stall_take(tables, 1);
  stall_take(tables, 1);
  program->line_base = (int8_t)stall_take(tables, 1);
  program->line_range = (unsigned)stall_take(tables, 1);
  program->opcode_base = (unsigned)stall_take(tables, 1);
  for (unsigned i = 1; i < program->opcode_base; i++) program->lengths[i] = (uint8_t)stall_take(tables, 1);
  if (tables->failed || unit.failed || program->line_range == 0) program->version = 0;
  return true;
}

struct row {
  uint64_t address, file, line, column;
};

// Lasts until the next row begins. Code of a function that the linker left out begins at 0.
static bool covers(const struct row *row, uint64_t next, uint64_t address) {
  return row->address != 0 && row->address <= address && address < next;
}

static struct row first_row(void) { return (struct row){.file = 1, .line = 1}; }

enum { COPY = 1, ADVANCE_PC, ADVANCE_LINE, SET_FILE, SET_COLUMN, CONST_ADD_PC = 8, FIXED_ADVANCE_PC };
enum { END_SEQUENCE = 1, SET_ADDRESS };

// Runs the program; true where one of its rows covers the address, which is then in `found`.
static bool run(struct stall_program *program, uint64_t address, struct row *found) {
  struct stall_cursor *steps = &program->steps;
  struct row row = first_row(), before = {0};
  while (steps->at < steps->end && !steps->failed) {
    unsigned step = (unsigned)stall_take(steps, 1);
    bool is_row = false, is_end = false;
    if (step >= program->opcode_base) {
      unsigned delta = step - program->opcode_base;
      row.address += (uint64_t)(delta / program->line_range) * program->min_length;
      row.line += (uint64_t)(int64_t)(program->line_base + (int)(delta % program->line_range));
      is_row = true;
    } else if (step == 0) {
      uint64_t length = stall_take_unsigned(steps);
      struct stall_cursor extended = *steps;
      stall_skip(steps, length);
      extended.end = steps->at;
      unsigned kind = length == 0 ? 0 : (unsigned)stall_take(&extended, 1);
      is_row = is_end = kind == END_SEQUENCE;
      if (kind == SET_ADDRESS) row.address = stall_take(&extended, length - 1 <= 8 ? (size_t)length - 1 : 8);
    } else {
      switch (step) {
        case COPY: is_row = true; break;
        case ADVANCE_PC: row.address += stall_take_unsigned(steps) * program->min_length; break;
        case ADVANCE_LINE: row.line += (uint64_t)stall_take_signed(steps); break;
        case SET_FILE: row.file = stall_take_unsigned(steps); break;
        case SET_COLUMN: row.column = stall_take_unsigned(steps); break;
        case CONST_ADD_PC:
          row.address += (uint64_t)((255 - program->opcode_base) / program->line_range) * program->min_length;
          break;
        case FIXED_ADVANCE_PC: row.address += stall_take(steps, 2); break;
        default:
          for (unsigned i = 0; i < program->lengths[step]; i++) stall_take_unsigned(steps);
      }
    }
    if (!is_row) continue;
    if (covers(&before, row.address, address)) {
      *found = before;
      return true;
    }
    before = row;
    if (is_end) row = first_row(), before = (struct row){0};
  }
  return false;
}

bool stall_elf_line(const struct stall_elf *elf, uint64_t offset, struct stall_elf_line *line) {
  struct stall_cursor section = {elf->lines.bytes, elf->lines.bytes + elf->lines.count, false};
  while (elf->lines.count > 0 && section.at < section.end) {
    struct stall_program program = {.elf = elf};
    struct row row;
    if (!read_head(&program, &section)) return false;
    if (program.version < 2 || program.version > 5 || !run(&program, offset, &row)) continue;
    line->line = (uint32_t)row.line;
    line->column = (uint32_t)row.column;
    return row.line > 0 && stall_program_file(&program, row.file, line);
  }
  return false;
}
