#include "stall_dwarf.h"

#include <string.h>

uint64_t stall_take(struct stall_cursor *cursor, size_t count) {
  uint64_t value = 0;
  if ((size_t)(cursor->end - cursor->at) < count) {
    cursor->failed = true;
    cursor->at = cursor->end;
    return 0;
  }
  for (size_t i = 0; i < count; i++) value |= (uint64_t)cursor->at[i] << (8 * i);
  cursor->at += count;
  return value;
}

uint64_t stall_take_unsigned(struct stall_cursor *cursor) {
  uint64_t value = 0;
  for (unsigned shift = 0;; shift += 7) {
    uint64_t byte = stall_take(cursor, 1);
    if (shift < 64) value |= (byte & 0x7f) << shift;
    if ((byte & 0x80) == 0 || cursor->failed) return value;
  }
}

int64_t stall_take_signed(struct stall_cursor *cursor) {
  uint64_t value = 0;
  for (unsigned shift = 0;;) {
    uint64_t byte = stall_take(cursor, 1);
    if (shift < 64) value |= (byte & 0x7f) << shift;
    shift += 7;
    if ((byte & 0x80) != 0 && !cursor->failed) continue;
    if ((byte & 0x40) != 0 && shift < 64) value |= ~UINT64_C(0) << shift;
    return (int64_t)value;
  }
}

void stall_skip(struct stall_cursor *cursor, uint64_t count) {
  if (count > (uint64_t)(cursor->end - cursor->at)) {
    cursor->failed = true;
    count = (uint64_t)(cursor->end - cursor->at);
  }
  cursor->at += count;
}

const char *stall_take_string(struct stall_cursor *cursor) {
  const char *string = (const char *)cursor->at;
  const uint8_t *zero = memchr(cursor->at, 0, (size_t)(cursor->end - cursor->at));
  if (!zero) {
    cursor->failed = true;
    cursor->at = cursor->end;
    return "";
  }
  cursor->at = zero + 1;
  return string;
}
