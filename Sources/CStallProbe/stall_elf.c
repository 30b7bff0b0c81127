#define _GNU_SOURCE
#include "stall_elf.h"

#include <string.h>

#if defined(__linux__) && __SIZEOF_POINTER__ == 8

#include <elf.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

// Of one section. Larger ones are those of programs whose tables take longer to read than they are worth here.
enum { MOST_BYTES = 64 << 20, MOST_SECTIONS = 4096 };

static bool read_all(int file, void *bytes, size_t count, uint64_t offset) {
  for (size_t done = 0; done < count;) {
    ssize_t got = pread(file, (uint8_t *)bytes + done, count - done, (off_t)(offset + done));
    if (got <= 0) return false;
    done += (size_t)got;
  }
  return true;
}

static struct stall_bytes read_section(int file, const Elf64_Shdr *section) {
  struct stall_bytes bytes = {0};
  if (section->sh_type == SHT_NOBITS || (section->sh_flags & SHF_COMPRESSED) != 0) return bytes;
  if (section->sh_size == 0 || section->sh_size > MOST_BYTES) return bytes;
  // One byte more, so that a name at the end is one.
  bytes.bytes = malloc(section->sh_size + 1);
  if (!bytes.bytes) return bytes;
  if (!read_all(file, bytes.bytes, section->sh_size, section->sh_offset)) {
    free(bytes.bytes);
    return (struct stall_bytes){0};
  }
  bytes.bytes[section->sh_size] = 0;
  bytes.count = section->sh_size;
  return bytes;
}

static void read_if(
    struct stall_bytes *bytes, const char *name, const char *wanted, int file, const Elf64_Shdr *section) {
  if (!bytes->bytes && strcmp(name, wanted) == 0) *bytes = read_section(file, section);
}

static void read_sections(struct stall_elf *elf, int file, const Elf64_Ehdr *head, const Elf64_Shdr *sections) {
  struct stall_bytes names = read_section(file, &sections[head->e_shstrndx]);
  for (int i = 0; i < head->e_shnum; i++) {
    const Elf64_Shdr *section = &sections[i];
    const char *name = section->sh_name < names.count ? (char *)names.bytes + section->sh_name : "";
    if (section->sh_type == SHT_SYMTAB && !elf->symbols.bytes && section->sh_link < head->e_shnum) {
      elf->symbols = read_section(file, section);
      elf->names = read_section(file, &sections[section->sh_link]);
    }
    read_if(&elf->lines, name, ".debug_line", file, section);
    read_if(&elf->line_strings, name, ".debug_line_str", file, section);
    read_if(&elf->strings, name, ".debug_str", file, section);
  }
  free(names.bytes);
}

static void read_file(struct stall_elf *elf, int file) {
  Elf64_Ehdr head;
  if (!read_all(file, &head, sizeof head, 0) || memcmp(head.e_ident, ELFMAG, SELFMAG) != 0) return;
  if (head.e_ident[EI_CLASS] != ELFCLASS64 || head.e_shentsize != sizeof(Elf64_Shdr)) return;
  if (head.e_shnum == 0 || head.e_shnum > MOST_SECTIONS || head.e_shstrndx >= head.e_shnum) return;
  Elf64_Shdr *sections = malloc(head.e_shnum * sizeof *sections);
  if (sections && read_all(file, sections, head.e_shnum * sizeof *sections, head.e_shoff)) {
    read_sections(elf, file, &head, sections);
  }
  free(sections);
}

void stall_elf_read(struct stall_elf *elf, const struct stall_image *image) {
  *elf = (struct stall_elf){0};
  // The executable by its link, which leads to the file that runs even where another took its path.
  int file = open(image->is_executable ? "/proc/self/exe" : image->path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  read_file(elf, file);
  close(file);
}

void stall_elf_free(struct stall_elf *elf) {
  free(elf->symbols.bytes);
  free(elf->names.bytes);
  free(elf->lines.bytes);
  free(elf->line_strings.bytes);
  free(elf->strings.bytes);
  *elf = (struct stall_elf){0};
}

const char *stall_elf_function(const struct stall_elf *elf, uint64_t offset) {
  for (size_t at = 0; at + sizeof(Elf64_Sym) <= elf->symbols.count; at += sizeof(Elf64_Sym)) {
    Elf64_Sym symbol;
    memcpy(&symbol, elf->symbols.bytes + at, sizeof symbol);
    if (ELF64_ST_TYPE(symbol.st_info) != STT_FUNC || symbol.st_name >= elf->names.count) continue;
    if (offset - symbol.st_value < symbol.st_size) return (const char *)elf->names.bytes + symbol.st_name;
  }
  return NULL;
}

#else

void stall_elf_read(struct stall_elf *elf, const struct stall_image *image) {
  (void)image;
  *elf = (struct stall_elf){0};
}

void stall_elf_free(struct stall_elf *elf) { (void)elf; }

const char *stall_elf_function(const struct stall_elf *elf, uint64_t offset) {
  (void)elf, (void)offset;
  return NULL;
}

#endif
