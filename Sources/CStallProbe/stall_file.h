// A file of whole lines that is renamed to PATH.1 when it is full, for the files of this library only.
#ifndef STALL_FILE_H
#define STALL_FILE_H

#include "stall_text.h"

struct stall_file {
  char *path, *older;
  int descriptor;     // -1 while it is not open
  uint64_t size, max_bytes;
  bool is_torn;       // its last line has no end
};

// Returns 0 or an errno. A pipe, a socket or a folder is EINVAL: they cannot be bounded, and may block.
int stall_file_open(struct stall_file *file, const char *path, uint64_t max_bytes);
void stall_file_close(struct stall_file *file);

// Appends a line, whole or not at all; the header first where the file is a new one: rotated, or made anew because
// somebody moved or deleted it. Returns 0 or an errno, EFBIG for a line that no file can hold.
int stall_file_append(struct stall_file *file, const struct stall_text *header, const struct stall_text *line);

#endif
