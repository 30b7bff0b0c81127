// JSON text that grows, for the files of this library only. Where memory runs out it stays what it was and says failed.
#ifndef STALL_TEXT_H
#define STALL_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stall_text {
  char *bytes;
  size_t count, room;
  bool failed;
};

void stall_text_free(struct stall_text *text);

// As it is.
void stall_text_add(struct stall_text *text, const char *words);

// Values. A comma is set before a value or key unless it is the first of its object or array or follows a key.
void stall_text_key(struct stall_text *text, const char *name);
void stall_text_open(struct stall_text *text, char bracket);
void stall_text_close(struct stall_text *text, char bracket);
void stall_text_number(struct stall_text *text, uint64_t value);
void stall_text_bool(struct stall_text *text, bool value);
// Any bytes: what is no UTF-8 becomes U+FFFD.
void stall_text_string(struct stall_text *text, const char *bytes, size_t count);
// RFC 3339 in UTC, with microseconds.
void stall_text_time(struct stall_text *text, int64_t unix_ns);

#endif
