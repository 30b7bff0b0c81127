#define _GNU_SOURCE

#include "stall_task.h"

#include "stall_stack.h"

#if defined(__linux__)

#include <dlfcn.h>
#include <link.h>
#include <pthread.h>
#include <stdbool.h>

struct range {
  uintptr_t begin, end;
};

// What to tell the return addresses apart by. Empty ranges where the program has no such library, or has it linked in
// statically: then nobody knows.
static struct {
  struct range job, dispatch, c;
} known;

static bool within(const struct range *range, uintptr_t address) {
  return address >= range->begin && address < range->end;
}

static int measure(struct dl_phdr_info *image, size_t size, void *context) {
  (void)size;
  struct range *range = context;
  struct range found = {UINTPTR_MAX, 0};
  for (int i = 0; i < image->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &image->dlpi_phdr[i];
    if (segment->p_type != PT_LOAD || !(segment->p_flags & PF_X)) continue;
    uintptr_t begin = image->dlpi_addr + segment->p_vaddr;
    if (begin < found.begin) found.begin = begin;
    if (begin + segment->p_memsz > found.end) found.end = begin + segment->p_memsz;
  }
  if (!within(&found, range->begin)) return 0;
  *range = found;
  return 1;
}

// The code of the image that the function is in.
static struct range image_of(void *function) {
  struct range range = {(uintptr_t)function, 0};
  if (!function || !dl_iterate_phdr(measure, &range)) return (struct range){0, 0};
  return range;
}

static void find_out(void) {
  void *job = dlsym(RTLD_DEFAULT, "swift_job_run");
  void *dispatch = dlsym(RTLD_DEFAULT, "dispatch_async_f");
  const ElfW(Sym) *symbol = NULL;
  Dl_info info;
  if (!job || !dispatch || !dladdr1(job, &info, (void **)&symbol, RTLD_DL_SYMENT) || !symbol) return;
  known.dispatch = image_of(dispatch);
  known.c = image_of(dlsym(RTLD_DEFAULT, "clock_nanosleep"));
  if (within(&known.dispatch, (uintptr_t)job)) return;
  known.job = (struct range){(uintptr_t)job, (uintptr_t)job + symbol->st_size};
}

enum stall_task stall_in_task(struct stall_gaze *gaze) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, find_out);
  struct stall_sample sample;
  if (known.job.end == 0 || stall_read_stack(gaze, &sample) != 0) return STALL_TASK_UNKNOWN;
  bool dispatched = false;
  for (uint32_t i = 0; i < sample.count; i++) {
    if (within(&known.job, sample.pc[i])) return STALL_TASK_YES;
    // A stack that was followed to where libdispatch was called by the thread's start has no job in it.
    if (within(&known.c, sample.pc[i]) && dispatched) return STALL_TASK_NO;
    dispatched = within(&known.dispatch, sample.pc[i]);
  }
  return STALL_TASK_UNKNOWN;
}

#else

enum stall_task stall_in_task(struct stall_gaze *gaze) {
  (void)gaze;
  return STALL_TASK_UNKNOWN;
}

#endif
