#ifndef STALL_IMAGE_H
#define STALL_IMAGE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The executable or library that an address lies in.
struct stall_image {
  /// What is to be subtracted from an address to find it in the file.
  uintptr_t base;
  /// The first address it is loaded at. Differs from the base where the file is made for one place in memory.
  uintptr_t start;
  /// One past the last instruction.
  uintptr_t end;
  /// As the dynamic linker opened it; of the executable, where its link in /proc points. Cut off where it is longer.
  char path[1024];
  /// Whether it is the executable, whose file can be opened as /proc/self/exe even after it was replaced.
  int is_executable;
};

/// Finds the image with code at `address`. Returns 0, or ENOENT where no loaded image has code there.
///
/// Takes the lock of the dynamic linker for some microseconds; not for signal handlers.
int stall_image_at(uintptr_t address, struct stall_image *image);

/// The name of the exported function that `address` lies in, mangled as the linker knows it; NULL where there is none.
/// Valid while the image is loaded.
const char *stall_symbol_at(uintptr_t address);

#ifdef __cplusplus
}
#endif
#endif
