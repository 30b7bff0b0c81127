// Reads functions and lines from the file of an image, for the files of this library only.
#ifndef STALL_ELF_H
#define STALL_ELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stall_image.h"

struct stall_bytes {
  uint8_t *bytes;
  size_t count;
};

// What is read of one image. All zero where it has none of it, or is no ELF file of this machine.
struct stall_elf {
  struct stall_bytes symbols, names;                // the table of symbols, and their names
  struct stall_bytes lines, line_strings, strings;  // of the debug information
};

// Reads into memory, because a file that is mapped and then overwritten ends the program.
void stall_elf_read(struct stall_elf *elf, const struct stall_image *image);
void stall_elf_free(struct stall_elf *elf);

// The name of the function at this offset in the image, as the compiler wrote it; NULL where there is none.
const char *stall_elf_function(const struct stall_elf *elf, uint64_t offset);

// The file and line of the instruction at this offset. The path is the compiler's own.
struct stall_elf_line {
  char file[1024];
  uint32_t line, column;  // 0: none
};
bool stall_elf_line(const struct stall_elf *elf, uint64_t offset, struct stall_elf_line *line);

#endif
