// Watches every probe of the process and keeps a file of what stalled. All a C program needs besides its probes:
//
//   stall_log *log = stall_log_start("stalls.jsonl", NULL);
//   ...
//   stall_log_stop(log);
//
// The file is read by `unblock report FILE` and `unblock lint --evidence FILE`.
//
// Nothing is printed, and nothing here waits for the disk but a thread of its own. What that thread cannot keep up
// with, or cannot write, is counted, and the file says so as soon as it can.
#ifndef STALL_LOG_H
#define STALL_LOG_H

#include "stall_watchdog.h"

#ifdef __cplusplus
extern "C" {
#endif

struct stall_log_options {
  bool stacks;         // also of busy threads, by interrupting them; see stall_sample.h for what that costs them
  uint64_t max_bytes;  // a full file is renamed to PATH.1, replacing the one before; 0: 16 MiB
  uint64_t rest_ns;    // as in stall_watchdog.h
};

typedef struct stall_log stall_log;

// Opens the file, appending to one that is there, and starts a watchdog. NULL for the options: stacks of blocked threads
// only, 16 MiB.
//
// NULL with errno where the file cannot be opened or is no regular file, or where there is no memory or thread.
stall_log *stall_log_start(const char *path, const struct stall_log_options *options);

// For stall_watchdog_add: probes of stall_probe_make.
stall_watchdog *stall_log_watchdog(stall_log *log);

// Ends the watchdog, writes what is left, and frees the log. Waits for the disk. NULL is ignored.
void stall_log_stop(stall_log *log);

#ifdef __cplusplus
}
#endif
#endif
