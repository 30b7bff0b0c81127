// The folders and files that a table of lines names.
#include <stdio.h>

#include "stall_dwarf.h"

static const char *string_in(const struct stall_bytes *section, uint64_t offset) {
  return offset < section->count ? (const char *)section->bytes + offset : "";
}

enum { CONTENT_PATH = 1, CONTENT_FOLDER = 2 };
enum {
  FORM_BLOCK2 = 0x03, FORM_BLOCK4, FORM_DATA2, FORM_DATA4, FORM_DATA8, FORM_STRING, FORM_BLOCK, FORM_BLOCK1, FORM_DATA1,
  FORM_STRP = 0x0e, FORM_UDATA = 0x0f, FORM_DATA16 = 0x1e, FORM_LINE_STRP = 0x1f
};

static const char *take_text(const struct stall_program *program, struct stall_cursor *tables, uint64_t form) {
  switch (form) {
    case FORM_STRING: return stall_take_string(tables);
    case FORM_STRP: return string_in(&program->elf->strings, stall_take(tables, program->offset_size));
    case FORM_LINE_STRP: return string_in(&program->elf->line_strings, stall_take(tables, program->offset_size));
    default: return NULL;
  }
}

static uint64_t take_value(struct stall_cursor *tables, uint64_t form) {
  switch (form) {
    case FORM_DATA1: return stall_take(tables, 1);
    case FORM_DATA2: return stall_take(tables, 2);
    case FORM_DATA4: return stall_take(tables, 4);
    case FORM_DATA8: return stall_take(tables, 8);
    case FORM_UDATA: return stall_take_unsigned(tables);
    case FORM_DATA16: stall_skip(tables, 16); return 0;
    case FORM_BLOCK: stall_skip(tables, stall_take_unsigned(tables)); return 0;
    case FORM_BLOCK1: stall_skip(tables, stall_take(tables, 1)); return 0;
    case FORM_BLOCK2: stall_skip(tables, stall_take(tables, 2)); return 0;
    case FORM_BLOCK4: stall_skip(tables, stall_take(tables, 4)); return 0;
    // What has no known length ends the reading.
    default: tables->failed = true; return 0;
  }
}

struct entry {
  const char *path;
  uint64_t folder;
};

// Entry `wanted` of a table of DWARF 5; the cursor ends behind the table.
static struct entry take_entry(const struct stall_program *program, struct stall_cursor *tables, uint64_t wanted) {
  struct { uint64_t content, form; } format[16];
  struct entry result = {0};
  unsigned parts = (unsigned)stall_take(tables, 1);
  for (unsigned i = 0; i < parts; i++) {
    uint64_t content = stall_take_unsigned(tables), form = stall_take_unsigned(tables);
    if (i < 16) format[i].content = content, format[i].form = form;
  }
  uint64_t count = stall_take_unsigned(tables);
  if (parts > 16) tables->failed = true;
  for (uint64_t number = 0; number < count && parts > 0 && !tables->failed; number++) {
    struct entry entry = {0};
    for (unsigned i = 0; i < parts && !tables->failed; i++) {
      const char *text = take_text(program, tables, format[i].form);
      uint64_t value = text ? 0 : take_value(tables, format[i].form);
      if (format[i].content == CONTENT_PATH) entry.path = text;
      if (format[i].content == CONTENT_FOLDER) entry.folder = value;
    }
    if (number == wanted && !tables->failed) result = entry;
  }
  return result;
}

// Before DWARF 5, tables are lists of names; 0 is the folder of the compilation, which is told elsewhere.
static struct entry take_old_entry(struct stall_cursor *tables, uint64_t wanted, bool has_folders) {
  struct entry result = {0};
  for (uint64_t number = 1; !tables->failed; number++) {
    struct entry entry = {.path = stall_take_string(tables)};
    if (entry.path[0] == 0) return result;
    if (has_folders) {
      entry.folder = stall_take_unsigned(tables);
      stall_take_unsigned(tables);
      stall_take_unsigned(tables);
    }
    if (number == wanted) result = entry;
  }
  return result;
}

bool stall_program_file(const struct stall_program *program, uint64_t number, struct stall_elf_line *line) {
  bool is_old = program->version < 5;
  struct stall_cursor tables = program->tables, folders = program->tables;
  if (is_old) {
    take_old_entry(&tables, 0, false);
  } else {
    take_entry(program, &tables, UINT64_MAX);
  }
  struct entry file = is_old ? take_old_entry(&tables, number, true) : take_entry(program, &tables, number);
  if (!file.path) return false;
  struct stall_cursor again = folders;
  const char *folder = is_old ? take_old_entry(&folders, file.folder, false).path
                              : take_entry(program, &folders, file.folder).path;
  const char *root = is_old ? NULL : take_entry(program, &again, 0).path;
  if (file.path[0] == '/' || !folder) folder = "";
  // A folder may be told from the folder of the compilation.
  if (folder[0] == '/' || file.path[0] == '/' || !root || folder == root) root = "";
  snprintf(
      line->file, sizeof line->file, "%s%s%s%s%s", root, root[0] ? "/" : "", folder, folder[0] ? "/" : "", file.path);
  return true;
}
