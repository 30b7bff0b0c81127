#define _GNU_SOURCE
#include "stall_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void stall_text_free(struct stall_text *text) {
  free(text->bytes);
  *text = (struct stall_text){0};
}

static void add(struct stall_text *text, const char *bytes, size_t count) {
  if (text->failed) return;
  if (text->room - text->count < count) {
    size_t room = (text->count + count) * 2 + 512;
    char *grown = realloc(text->bytes, room);
    if (!grown) {
      text->failed = true;
      return;
    }
    text->bytes = grown;
    text->room = room;
  }
  memcpy(text->bytes + text->count, bytes, count);
  text->count += count;
}

void stall_text_add(struct stall_text *text, const char *words) { add(text, words, strlen(words)); }

// No value ends in an opening bracket or a colon: strings end in a quote.
static void separate(struct stall_text *text) {
  if (text->count == 0 || strchr("{[:\n", text->bytes[text->count - 1])) return;
  add(text, ",", 1);
}

void stall_text_key(struct stall_text *text, const char *name) {
  stall_text_string(text, name, strlen(name));
  add(text, ":", 1);
}

void stall_text_open(struct stall_text *text, char bracket) {
  separate(text);
  add(text, &bracket, 1);
}

void stall_text_close(struct stall_text *text, char bracket) { add(text, &bracket, 1); }

void stall_text_number(struct stall_text *text, uint64_t value) {
  char digits[24];
  separate(text);
  add(text, digits, (size_t)snprintf(digits, sizeof digits, "%" PRIu64, value));
}

void stall_text_bool(struct stall_text *text, bool value) {
  separate(text);
  stall_text_add(text, value ? "true" : "false");
}

static bool continues(uint8_t byte, uint8_t from, uint8_t to) { return from <= byte && byte <= to; }

// How many of the bytes are one character (Unicode 15, table 3-7), or the beginning of one that is cut off or wrong.
static size_t character(const uint8_t *bytes, size_t count, bool *valid) {
  uint8_t first = bytes[0];
  *valid = first < 0x80;
  if (*valid || first < 0xc2 || first > 0xf4) return 1;
  size_t length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  uint8_t from = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  uint8_t to = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  size_t seen = 1;
  while (seen < length && seen < count && continues(bytes[seen], from, to)) {
    from = 0x80, to = 0xbf;
    seen++;
  }
  *valid = seen == length;
  return seen;
}

void stall_text_string(struct stall_text *text, const char *bytes, size_t count) {
  separate(text);
  add(text, "\"", 1);
  for (size_t at = 0; at < count;) {
    bool valid;
    size_t length = character((const uint8_t *)bytes + at, count - at, &valid);
    uint8_t byte = (uint8_t)bytes[at];
    char escape[8];
    if (!valid) {
      stall_text_add(text, "\\ufffd");
    } else if (byte == '"' || byte == '\\') {
      add(text, (char[]){'\\', (char)byte}, 2);
    } else if (byte < 0x20) {
      add(text, escape, (size_t)snprintf(escape, sizeof escape, "\\u%04x", byte));
    } else {
      add(text, bytes + at, length);
    }
    at += length;
  }
  add(text, "\"", 1);
}

void stall_text_time(struct stall_text *text, int64_t unix_ns) {
  const int64_t second = 1000000000;
  // A moment before 1970 is a clock that was never set.
  if (unix_ns < 0) unix_ns = 0;
  time_t seconds = (time_t)(unix_ns / second);
  struct tm date;
  char words[40];
  gmtime_r(&seconds, &date);
  size_t length = strftime(words, sizeof words, "%Y-%m-%dT%H:%M:%S", &date);
  snprintf(words + length, sizeof words - length, ".%06dZ", (int)(unix_ns % second / 1000));
  stall_text_string(text, words, strlen(words));
}
