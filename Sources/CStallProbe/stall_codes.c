#define _GNU_SOURCE
#include "stall_unwind.h"

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

// What every linker writes: a pointer of 4 bytes to .eh_frame relative to itself, a count of 4 bytes, a table of pairs
// of 4 bytes relative to the header. An image with another form counts as without descriptions.
static const uint8_t USUAL_FORM[] = {1, 0x1b, 0x03, 0x3b};

static void read_header(struct stall_code *code, uintptr_t header) {
  if (memcmp((const void *)header, USUAL_FORM, sizeof USUAL_FORM) != 0) return;
  code->header = header;
  memcpy(&code->count, (const void *)(header + 8), sizeof code->count);
  code->pairs = (const int32_t *)(header + 12);
}

static void add(struct stall_codes *codes, const struct dl_phdr_info *info) {
  struct stall_code code = {0};
  for (int index = 0; index < info->dlpi_phnum; index++) {
    const ElfW(Phdr) *segment = &info->dlpi_phdr[index];
    uintptr_t start = info->dlpi_addr + segment->p_vaddr;
    if (segment->p_type == PT_LOAD && (segment->p_flags & PF_X) != 0) {
      if (code.end == 0) code.start = start;
      code.end = start + segment->p_memsz;
    } else if (segment->p_type == PT_GNU_EH_FRAME) {
      read_header(&code, start);
    }
  }
  if (code.end != 0 && codes->count < STALL_CODES) codes->code[codes->count++] = code;
}

static int visit(struct dl_phdr_info *info, size_t size, void *state) {
  (void)size;
  add(state, info);
  return 0;
}

static int visit_first(struct dl_phdr_info *info, size_t size, void *state) {
  bool counts = size >= offsetof(struct dl_phdr_info, dlpi_subs) + sizeof info->dlpi_subs;
  *(unsigned long long *)state = counts ? info->dlpi_adds + info->dlpi_subs : 0;
  return 1;
}

static int by_start(const void *one, const void *other) {
  uintptr_t a = ((const struct stall_code *)one)->start, b = ((const struct stall_code *)other)->start;
  return (a > b) - (a < b);
}

void stall_codes_update(struct stall_codes *codes) {
  unsigned long long version = 0;
  dl_iterate_phdr(visit_first, &version);
  if (version != 0 && codes->version == version) return;
  codes->count = 0;
  dl_iterate_phdr(visit, codes);
  qsort(codes->code, codes->count, sizeof *codes->code, by_start);
  codes->version = version;
}

const struct stall_code *stall_code_at(const struct stall_codes *codes, uintptr_t pc) {
  uint32_t low = 0, high = codes->count;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    if (codes->code[middle].start > pc) {
      high = middle;
    } else if (codes->code[middle].end <= pc) {
      low = middle + 1;
    } else {
      return &codes->code[middle];
    }
  }
  return NULL;
}

static bool copy(uintptr_t address, void *to, size_t size) {
  struct iovec local = {to, size}, remote = {(void *)address, size};
  return syscall(SYS_process_vm_readv, (long)getpid(), &local, 1L, &remote, 1L, 0L) == (long)size;
}

bool stall_read_word(struct stall_window *window, uintptr_t address, uintptr_t *word) {
  if (address % sizeof *word != 0) return false;
  uintptr_t page = address & ~(uintptr_t)(sizeof window->words - 1);
  if (!window->filled || window->page != page) {
    window->filled = copy(page, window->words, sizeof window->words);
    window->page = page;
    if (!window->filled) return false;
  }
  *word = window->words[(address - page) / sizeof *word];
  return true;
}

bool stall_read_pair(uintptr_t address, uintptr_t pair[2]) {
  return address != 0 && address % 16 == 0 && copy(address, pair, 2 * sizeof *pair);
}

#endif
