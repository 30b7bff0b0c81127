#define _GNU_SOURCE

#include "stall_look.h"

#include <stdlib.h>
#include <string.h>

bool stall_parse_state(const char *text, struct stall_state *state) {
  memset(state, 0, sizeof *state);
  if (strncmp(text, "running", 7) == 0) {
    state->running = true;
    state->call = -1;
    return true;
  }
  char *end;
  state->call = strtoll(text, &end, 10);
  if (end == text) return false;
  // Outside of a system call (a page fault, say) only the two registers follow.
  for (int i = 0; i < 6 && state->call >= 0; i++) state->arguments[i] = strtoull(end, &end, 16);
  state->stack = strtoull(end, &end, 16);
  const char *program = end;
  state->program = strtoull(end, &end, 16);
  return end != program;
}

// The number behind "name ... :", in units of 10^-6 where it has a fraction of six digits.
static bool field(const char *text, const char *name, uint64_t *value) {
  const char *line = strstr(text, name);
  if (!line) return false;
  const char *colon = strchr(line, ':');
  const char *newline = strchr(line, '\n');
  if (!colon || (newline && newline < colon)) return false;
  char *end;
  uint64_t whole = strtoull(colon + 1, &end, 10);
  if (end == colon + 1) return false;
  *value = *end == '.' ? whole * 1000000 + strtoull(end + 1, NULL, 10) : whole;
  return true;
}

bool stall_parse_sched(const char *text, struct stall_reading *reading) {
  return field(text, "se.exec_start", &reading->ran_until) && field(text, "nr_voluntary_switches", &reading->switches);
}

bool stall_parse_schedstat(const char *text, uint64_t *queued) {
  char *end;
  strtoull(text, &end, 10);
  const char *second = end;
  *queued = strtoull(end, &end, 10);
  return end != second;
}

#if defined(__linux__)

#include <dirent.h>
#include <fcntl.h>
#include <link.h>
#include <linux/futex.h>
#include <sched.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "stall_clock.h"

enum { FILE_STATE, FILE_SCHED, FILE_SCHEDSTAT };
static const char *const file_names[] = {"syscall", "sched", "schedstat"};

static int open_of(int32_t tid, const char *name) {
  char path[64];
  snprintf(path, sizeof path, "/proc/self/task/%d/%s", tid, name);
  return open(path, O_RDONLY | O_CLOEXEC);
}

static bool read_text(int file, char *text, size_t size) {
  ssize_t count = file < 0 ? -1 : pread(file, text, size - 1, 0);
  text[count > 0 ? count : 0] = 0;
  return count > 0;
}

static bool read_once(int32_t tid, const char *name, char *text, size_t size) {
  int file = open_of(tid, name);
  bool ok = read_text(file, text, size);
  if (file >= 0) close(file);
  return ok;
}

void stall_gaze_end(struct stall_gaze *gaze) {
  if (gaze->tid == 0) return;
  for (int i = 0; i < 3; i++) {
    if (gaze->files[i] >= 0) close(gaze->files[i]);
  }
  gaze->tid = 0;
}

void stall_gaze_at(struct stall_gaze *gaze, int32_t tid) {
  if (gaze->tid == tid) return;
  stall_gaze_end(gaze);
  gaze->tid = tid;
  for (int i = 0; tid != 0 && i < 3; i++) gaze->files[i] = open_of(tid, file_names[i]);
}

static uint64_t clock_of(clockid_t clock) {
  struct timespec time;
  return clock_gettime(clock, &time) == 0 ? stall_nanoseconds(time) : 0;
}

// The kernel's encoding of "the CPU clock of that thread", which pthread_getcpuclockid makes from a pthread_t only.
uint64_t stall_thread_cpu(int32_t tid) { return clock_of((clockid_t)((~(uint32_t)tid << 3) | 6)); }

uint64_t stall_process_cpu(void) { return clock_of(CLOCK_PROCESS_CPUTIME_ID); }

bool stall_read(struct stall_gaze *gaze, struct stall_reading *reading) {
  char text[4096];
  memset(reading, 0, sizeof *reading);
  reading->cpu = stall_thread_cpu(gaze->tid);
  reading->at = stall_now();
  if (reading->cpu == 0) return false;
  if (read_text(gaze->files[FILE_SCHED], text, sizeof text) && !stall_parse_sched(text, reading)) reading->ran_until = 0;
  if (read_text(gaze->files[FILE_SCHEDSTAT], text, sizeof text)) stall_parse_schedstat(text, &reading->queued);
  return true;
}

bool stall_read_state(struct stall_gaze *gaze, struct stall_state *state) {
  char text[256];
  return read_text(gaze->files[FILE_STATE], text, sizeof text) && stall_parse_state(text, state);
}

bool stall_read_channel(int32_t tid, char *channel, size_t size) {
  if (!read_once(tid, "wchan", channel, size) || strcmp(channel, "0") == 0) channel[0] = 0;
  return channel[0] != 0;
}

bool stall_read_name(int32_t tid, char name[16]) {
  char text[32];
  bool ok = read_once(tid, "comm", text, sizeof text);
  text[strcspn(text, "\n")] = 0;
  snprintf(name, 16, "%.15s", text);
  return ok;
}

uint64_t stall_thread_count(void) {
  struct stat status;
  // A folder has a link for each of its folders.
  return stat("/proc/self/task", &status) == 0 ? (uint64_t)status.st_nlink : 0;
}

void stall_each_thread(bool (*body)(void *context, int32_t tid), void *context) {
  DIR *tasks = opendir("/proc/self/task");
  if (!tasks) return;
  for (struct dirent *entry; (entry = readdir(tasks));) {
    int tid = atoi(entry->d_name);
    if (tid > 0 && !body(context, tid)) break;
  }
  closedir(tasks);
}

static int holds(struct dl_phdr_info *image, size_t size, void *context) {
  (void)size;
  uint64_t address = *(uint64_t *)context;
  for (int i = 0; i < image->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &image->dlpi_phdr[i];
    uint64_t start = image->dlpi_addr + segment->p_vaddr;
    if (segment->p_type == PT_LOAD && address >= start && address < start + segment->p_memsz) return 1;
  }
  return 0;
}

// libdispatch's idle workers wait, with a timeout, on a semaphore that is a static variable of the library; what
// programs wait on is on the heap or, as a lock, has no such timeout.
static bool is_idle_worker(const struct stall_state *state) {
  uint64_t word = state->arguments[0];
  bool timed = (state->arguments[1] & FUTEX_CMD_MASK) == FUTEX_WAIT_BITSET && state->arguments[3] != 0;
  return timed && dl_iterate_phdr(holds, &word) == 1;
}

bool stall_may_wait_for_work(const struct stall_state *state) {
  if (state->running || state->call < 0) return false;
  switch (state->call) {
#ifdef __NR_epoll_wait
    case __NR_epoll_wait:
#endif
#ifdef __NR_poll
    case __NR_poll:
#endif
#ifdef __NR_select
    case __NR_select:
#endif
#ifdef __NR_epoll_pwait2
    case __NR_epoll_pwait2:
#endif
#ifdef __NR_io_uring_enter
    case __NR_io_uring_enter:
#endif
    case __NR_epoll_pwait:
    case __NR_ppoll:
    case __NR_pselect6:
      return true;
    default:
      return false;
  }
}

bool stall_waits_for_work(const struct stall_state *state) {
  if (state->running) return false;
  switch (state->call) {
#ifdef __NR_epoll_wait
    case __NR_epoll_wait:
#endif
    case __NR_epoll_pwait:
#ifdef __NR_epoll_pwait2
    case __NR_epoll_pwait2:
#endif
    case __NR_rt_sigsuspend:
      return true;
    case __NR_futex:
      return is_idle_worker(state);
    default:
      return false;
  }
}

// The CPU it ran on last is the 37th number behind the name, which may hold spaces and parentheses itself.
static int last_cpu(int32_t tid) {
  char text[1024];
  if (!read_once(tid, "stat", text, sizeof text)) return -1;
  char *rest = strrchr(text, ')');
  for (int i = 0; rest && i < 37; i++) rest = strchr(rest + 1, ' ');
  return rest ? atoi(rest + 1) : -1;
}

uint64_t stall_blocked_since(int32_t tid, uint64_t ran_until) {
  int cpu = last_cpu(tid);
  cpu_set_t allowed, there;
  if (ran_until == 0 || cpu < 0 || cpu >= CPU_SETSIZE || sched_getaffinity(0, sizeof allowed, &allowed) != 0) return 0;
  if (!CPU_ISSET(cpu, &allowed)) return 0;
  CPU_ZERO(&there);
  CPU_SET(cpu, &there);
  if (sched_setaffinity(0, sizeof there, &there) != 0) return 0;
  // A thread that comes back to the CPU gets the scheduler's time of that moment as its own.
  struct timespec moment = {.tv_nsec = 1000};
  nanosleep(&moment, NULL);
  uint64_t now = stall_now();
  char text[4096];
  struct stall_reading own = {0};
  bool ok = read_once(stall_thread_id(), "sched", text, sizeof text) && stall_parse_sched(text, &own);
  sched_setaffinity(0, sizeof allowed, &allowed);
  if (!ok || own.ran_until < ran_until || own.ran_until - ran_until > now) return 0;
  return now - (own.ran_until - ran_until);
}

#else

// Other systems have no /proc: a stall is measured all the same, and what its thread does stays unknown.
void stall_gaze_at(struct stall_gaze *gaze, int32_t tid) { gaze->tid = tid; }
void stall_gaze_end(struct stall_gaze *gaze) { gaze->tid = 0; }
bool stall_read(struct stall_gaze *gaze, struct stall_reading *reading) { (void)gaze; memset(reading, 0, sizeof *reading); return false; }
uint64_t stall_thread_cpu(int32_t tid) { (void)tid; return 0; }
uint64_t stall_process_cpu(void) { return 0; }
bool stall_read_state(struct stall_gaze *gaze, struct stall_state *state) { (void)gaze; memset(state, 0, sizeof *state); return false; }
bool stall_may_wait_for_work(const struct stall_state *state) { (void)state; return false; }
bool stall_waits_for_work(const struct stall_state *state) { (void)state; return false; }
bool stall_read_channel(int32_t tid, char *channel, size_t size) { (void)tid; if (size) channel[0] = 0; return false; }
bool stall_read_name(int32_t tid, char name[16]) { (void)tid; name[0] = 0; return false; }
uint64_t stall_blocked_since(int32_t tid, uint64_t ran_until) { (void)tid; (void)ran_until; return 0; }
uint64_t stall_thread_count(void) { return 0; }
void stall_each_thread(bool (*body)(void *context, int32_t tid), void *context) { (void)body; (void)context; }

#endif
