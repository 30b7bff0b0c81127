#define _GNU_SOURCE
#include "stall_image.h"

#include <dlfcn.h>
#include <errno.h>

#if defined(__linux__)

#include <link.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

struct search {
  uintptr_t address;
  struct stall_image *image;
};

static bool has_code_at(const struct dl_phdr_info *info, uintptr_t address, struct stall_image *image) {
  bool is_first = true;
  for (int index = 0; index < info->dlpi_phnum; index++) {
    const ElfW(Phdr) *segment = &info->dlpi_phdr[index];
    if (segment->p_type != PT_LOAD) continue;
    uintptr_t start = info->dlpi_addr + segment->p_vaddr;
    if (is_first) image->start = start;
    is_first = false;
    image->end = start + segment->p_memsz;
    if ((segment->p_flags & PF_X) != 0 && address >= start && address < image->end) return true;
  }
  return false;
}

static int compare(struct dl_phdr_info *info, size_t size, void *state) {
  (void)size;
  struct search *search = state;
  struct stall_image *image = search->image;
  if (!has_code_at(info, search->address, image)) return 0;
  image->base = info->dlpi_addr;
  image->is_executable = info->dlpi_name == NULL || info->dlpi_name[0] == 0;
  if (!image->is_executable) {
    snprintf(image->path, sizeof image->path, "%s", info->dlpi_name);
    return 1;
  }
  ssize_t length = readlink("/proc/self/exe", image->path, sizeof image->path - 1);
  image->path[length > 0 ? length : 0] = 0;
  return 1;
}

int stall_image_at(uintptr_t address, struct stall_image *image) {
  struct search search = {address, image};
  return dl_iterate_phdr(compare, &search) == 1 ? 0 : ENOENT;
}

#else

int stall_image_at(uintptr_t address, struct stall_image *image) {
  (void)address, (void)image;
  return ENOENT;
}

#endif

const char *stall_symbol_at(uintptr_t address) {
  Dl_info info;
  return dladdr((const void *)address, &info) != 0 ? info.dli_sname : NULL;
}
