// Frames of a stack as JSON, for the files of this library only.
#ifndef STALL_FRAME_H
#define STALL_FRAME_H

#include "stall_elf.h"
#include "stall_text.h"

// What was read of images so far, to tell more of them. Starts as zeros.
enum { STALL_FRAME_IMAGES = 8 };
struct stall_images {
  struct {
    uintptr_t base;
    struct stall_elf elf;
  } known[STALL_FRAME_IMAGES];
  uint32_t count;
};
void stall_images_free(struct stall_images *images);

// The name of the function there, NULL where it is unknown. Equal pointers for addresses in one function; valid until the
// images are freed. Reads files.
const char *stall_frame_function(struct stall_images *images, uintptr_t address);

// The function, file and line of an address in code, as far as the image tells. Reads files.
void stall_frame_write(struct stall_text *text, struct stall_images *images, const char *kind, uintptr_t address);

#endif
