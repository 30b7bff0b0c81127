// What a log does when its file is full, gone or cannot be written. `log.c FOLDER` leaves its files there.
#include <errno.h>
#include <stall_log.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static void pause_for(long nanoseconds) { nanosleep(&(struct timespec){0, nanoseconds}, NULL); }

static void stall(stall_probe *probe, int times) {
  for (int i = 0; i < times; i++) {
    stall_probe_enter(probe);
    pause_for(3000000);
    stall_probe_leave(probe);
    pause_for(3000000);
  }
}

static void expect(bool holds, const char *what) {
  if (holds) return;
  fprintf(stderr, "not so: %s\n", what);
  exit(1);
}

static const char *in(const char *folder, const char *name) {
  static char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return path;
}

static void limit(rlim_t bytes) {
  struct rlimit limit;
  getrlimit(RLIMIT_FSIZE, &limit);
  limit.rlim_cur = bytes;
  setrlimit(RLIMIT_FSIZE, &limit);
}

int main(int count, char **arguments) {
  expect(count == 2, "one argument");
  const char *folder = arguments[1];
  stall_probe *probe = stall_probe_create("log", STALL_MILLISECOND);
  struct stall_log_options small = {.max_bytes = 4096};

  expect(!stall_log_start(folder, NULL) && errno == EISDIR, "a folder is no log");
  mkfifo(in(folder, "pipe"), 0600);
  expect(!stall_log_start(in(folder, "pipe"), NULL) && errno == EINVAL, "a pipe is no log");
  expect(!stall_log_start(in(folder, "missing/file"), NULL) && errno == ENOENT, "a folder is not made");

  stall_log *log = stall_log_start(in(folder, "rotated"), &small);
  stall(probe, 60);
  stall_log_stop(log);

  FILE *torn = fopen(in(folder, "torn"), "w");
  fputs("{\"torn", torn);
  fclose(torn);
  log = stall_log_start(in(folder, "torn"), NULL);
  stall(probe, 1);
  stall_log_stop(log);

  log = stall_log_start(in(folder, "moved"), NULL);
  stall(probe, 3);
  pause_for(50000000);
  unlink(in(folder, "moved"));
  stall(probe, 3);
  stall_log_stop(log);

  log = stall_log_start(in(folder, "full"), NULL);
  limit(600);
  stall(probe, 5);
  pause_for(50000000);
  limit(RLIM_INFINITY);
  stall(probe, 2);
  stall_log_stop(log);
  stall_probe_destroy(probe);
}
