#define _GNU_SOURCE

#include "stall_task.h"

#if defined(__linux__)

#include <dlfcn.h>
#include <link.h>
#include <pthread.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

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

static int is_code(struct dl_phdr_info *image, size_t size, void *context) {
  (void)size;
  uintptr_t address = *(uintptr_t *)context;
  for (int i = 0; i < image->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &image->dlpi_phdr[i];
    uintptr_t begin = image->dlpi_addr + segment->p_vaddr;
    if (segment->p_type == PT_LOAD && (segment->p_flags & PF_X) && address >= begin &&
        address < begin + segment->p_memsz) {
      return 1;
    }
  }
  return 0;
}

enum stall_task stall_in_task(const struct stall_state *state) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, find_out);
  if (known.job.end == 0 || state->running || state->stack == 0) return STALL_TASK_UNKNOWN;
  // From inner frames outwards. A job that runs was called by libdispatch, and libdispatch by the thread's start: the
  // last address in the job's code counts only if no other code stands between it and libdispatch. (Words that an
  // earlier call left in a frame have code of the frame's owner above them.)
  enum { WORDS = 1024, MOST_CHUNKS = 256 };
  uintptr_t words[WORDS];
  enum stall_task answer = STALL_TASK_NO;
  bool in_job = false;
  uint64_t next = state->stack & ~(uint64_t)7;
  for (int chunk = 0; chunk < MOST_CHUNKS; chunk++) {
    // Read through the kernel, since a thread that wakes and ends takes its stack with it.
    struct iovec here = {words, sizeof words}, there = {(void *)(uintptr_t)next, sizeof words};
    ssize_t count = process_vm_readv(getpid(), &here, 1, &there, 1, 0);
    if (count <= 0) return chunk == 0 ? STALL_TASK_UNKNOWN : answer;
    for (size_t i = 0; i < (size_t)count / sizeof *words; i++) {
      uintptr_t word = words[i];
      if (word < 4096) continue;
      if (within(&known.job, word)) {
        in_job = true;
      } else if (within(&known.dispatch, word)) {
        if (in_job) answer = STALL_TASK_YES;
      } else if (within(&known.c, word)) {
        if (answer == STALL_TASK_YES) return answer;
      } else if (dl_iterate_phdr(is_code, &word)) {
        in_job = false;
        answer = STALL_TASK_NO;
      }
    }
    if (count < (ssize_t)sizeof words) return answer;
    next += sizeof words;
  }
  return answer;
}

#else

enum stall_task stall_in_task(const struct stall_state *state) {
  (void)state;
  return STALL_TASK_UNKNOWN;
}

#endif
