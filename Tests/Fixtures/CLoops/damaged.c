// Finds a line of its own, and then none or any in debug information that is damaged at random.
#include <stall_elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__attribute__((noinline)) static unsigned here(void) { return __LINE__; }
static const unsigned here_at = __LINE__ - 1;

static void damage(struct stall_bytes *bytes) {
  for (int i = rand() % 20; i >= 0; i--) {
    // Half of it in the first head, where it does most harm.
    size_t reach = rand() % 2 ? bytes->count : 100;
    bytes->bytes[(size_t)rand() % reach] = (uint8_t)rand();
  }
}

int main(void) {
  struct stall_image image;
  struct stall_elf elf;
  struct stall_elf_line line;
  if (stall_image_at((uintptr_t)here, &image) != 0) return 1;
  stall_elf_read(&elf, &image);
  uint64_t offset = (uintptr_t)here - image.base;
  const char *function = stall_elf_function(&elf, offset);
  if (!stall_elf_line(&elf, offset, &line) || !function) return 2;
  if (here() != here_at || line.line != here_at || strcmp(function, "here") != 0) return 3;
  puts(line.file);

  struct stall_bytes whole = {malloc(elf.lines.count), elf.lines.count};
  memcpy(whole.bytes, elf.lines.bytes, whole.count);
  for (int seed = 0; seed < 2000; seed++) {
    srand((unsigned)seed);
    memcpy(elf.lines.bytes, whole.bytes, whole.count);
    damage(&elf.lines);
    elf.lines.count = rand() % 3 ? whole.count : (size_t)rand() % whole.count;
    stall_elf_line(&elf, offset + (uint64_t)(rand() % 5000), &line);
  }
  free(whole.bytes);
  stall_elf_free(&elf);

  // A file that is none of these.
  snprintf(image.path, sizeof image.path, "/proc/self/maps");
  image.is_executable = 0;
  stall_elf_read(&elf, &image);
  return stall_elf_function(&elf, offset) || stall_elf_line(&elf, offset, &line) ? 4 : 0;
}
