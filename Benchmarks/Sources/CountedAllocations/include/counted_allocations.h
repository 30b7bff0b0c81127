// Counts what the program allocates: linked into an executable, it stands before the allocator of glibc.
#ifndef COUNTED_ALLOCATIONS_H
#define COUNTED_ALLOCATIONS_H

#include <stdint.h>

// Allocations that the calling thread made since it began; those that only resize are counted, too.
uint64_t counted_allocations(void);

// Bytes that the program holds at the moment.
uint64_t counted_bytes_in_use(void);

#endif
