// Tables of lines as DWARF 2 to 5 writes them (section 6.2 of the standard), for the files of this library only.
//
// One program a source file, whose steps make the rows of a table "from this address on, this line". All of it comes
// from a file that may be damaged, so nothing of it is believed.
#ifndef STALL_DWARF_H
#define STALL_DWARF_H

#include "stall_elf.h"

// What is left to read. Reading past the end gives zeros and says so.
struct stall_cursor {
  const uint8_t *at, *end;
  bool failed;
};

uint64_t stall_take(struct stall_cursor *cursor, size_t count);  // little-endian
uint64_t stall_take_unsigned(struct stall_cursor *cursor);       // LEB128
int64_t stall_take_signed(struct stall_cursor *cursor);
const char *stall_take_string(struct stall_cursor *cursor);
void stall_skip(struct stall_cursor *cursor, uint64_t count);

// The head of one program.
struct stall_program {
  const struct stall_elf *elf;
  unsigned version, offset_size;
  unsigned min_length, line_range, opcode_base;
  int line_base;
  uint8_t lengths[256];  // of the standard steps, in arguments
  struct stall_cursor tables, steps;
};

// Writes the path of a file of the program.
bool stall_program_file(const struct stall_program *program, uint64_t number, struct stall_elf_line *line);

#endif
