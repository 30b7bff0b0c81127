#define _GNU_SOURCE
#include "stall_frame.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void stall_images_free(struct stall_images *images) {
  for (uint32_t i = 0; i < images->count; i++) stall_elf_free(&images->known[i].elf);
  images->count = 0;
}

static bool starts_with(const char *path, const char *folder) { return strncmp(path, folder, strlen(folder)) == 0; }

static bool is_system(const char *path) {
  return starts_with(path, "/lib") || starts_with(path, "/usr/lib") || starts_with(path, "linux-vdso");
}

// Of the system's libraries, whose tables are large, the names that they export are enough.
static const struct stall_elf *elf_of(struct stall_images *images, const struct stall_image *image) {
  if (is_system(image->path)) return NULL;
  for (uint32_t i = 0; i < images->count; i++) {
    if (images->known[i].base == image->base) return &images->known[i].elf;
  }
  if (images->count == STALL_FRAME_IMAGES) return NULL;
  images->known[images->count].base = image->base;
  stall_elf_read(&images->known[images->count].elf, image);
  return &images->known[images->count++].elf;
}

static const char *name_of(const struct stall_elf *elf, uintptr_t address, uint64_t offset) {
  const char *exported = stall_symbol_at(address);
  return exported || !elf ? exported : stall_elf_function(elf, offset);
}

const char *stall_frame_function(struct stall_images *images, uintptr_t address) {
  struct stall_image image;
  if (stall_image_at(address, &image) != 0) return NULL;
  return name_of(elf_of(images, &image), address, address - image.base);
}

static void member(struct stall_text *text, const char *name, const char *value, size_t count) {
  stall_text_key(text, name);
  stall_text_string(text, value, count);
}

// The runtimes of C++ and Swift demangle, where the program has them. The caller frees what is returned.
static char *demangled(const char *name) {
  char *(*of_cpp)(const char *, char *, size_t *, int *);
  char *(*of_swift)(const char *, size_t, char *, size_t *, uint32_t);
  if (strncmp(name, "_Z", 2) == 0) {
    void *found = dlsym(RTLD_DEFAULT, "__cxa_demangle");
    memcpy(&of_cpp, &found, sizeof found);
    int status;
    return of_cpp ? of_cpp(name, NULL, NULL, &status) : NULL;
  }
  if (strncmp(name, "$s", 2) == 0) {
    void *found = dlsym(RTLD_DEFAULT, "swift_demangle");
    memcpy(&of_swift, &found, sizeof found);
    return of_swift ? of_swift(name, strlen(name), NULL, NULL, 0) : NULL;
  }
  return NULL;
}

static void write_function(struct stall_text *text, const char *name) {
  char *readable = demangled(name);
  // What compilers append to a part of a function, and linkers for a version, is no part of its name.
  size_t count = readable ? strlen(readable) : 1 + strcspn(name + 1, ".@");
  if (name[0]) member(text, "function", readable ? readable : name, count);
  free(readable);
}

static void write_line(struct stall_text *text, const struct stall_elf_line *line) {
  member(text, "file", line->file, strlen(line->file));
  stall_text_key(text, "line");
  stall_text_number(text, line->line);
  if (line->column == 0) return;
  stall_text_key(text, "column");
  stall_text_number(text, line->column);
}

static void write_in_image(
    struct stall_text *text, struct stall_images *images, const struct stall_image *image, uintptr_t address) {
  const struct stall_elf *elf = elf_of(images, image);
  uint64_t offset = address - image->base;
  const char *function = name_of(elf, address, offset);
  if (function) write_function(text, function);

  const char *slash = strrchr(image->path, '/'), *name = slash ? slash + 1 : image->path;
  member(text, "image", name, strlen(name));
  char words[2 + 2 * sizeof offset + 1];
  member(text, "address", words, (size_t)snprintf(words, sizeof words, "0x%jx", (uintmax_t)offset));
  struct stall_elf_line line;
  if (elf && stall_elf_line(elf, offset, &line)) write_line(text, &line);
  if (!is_system(image->path)) return;
  stall_text_key(text, "system");
  stall_text_bool(text, true);
}

void stall_frame_write(struct stall_text *text, struct stall_images *images, const char *kind, uintptr_t address) {
  struct stall_image image;
  stall_text_open(text, '{');
  member(text, "kind", kind, strlen(kind));
  if (stall_image_at(address, &image) == 0) {
    write_in_image(text, images, &image, address);
  } else {
    char words[2 + 2 * sizeof address + 1];
    member(text, "address", words, (size_t)snprintf(words, sizeof words, "0x%jx", (uintmax_t)address));
    stall_text_key(text, "system");
    stall_text_bool(text, true);
  }
  stall_text_close(text, '}');
}
