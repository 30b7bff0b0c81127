// A loop that always has something to do, all of it quick: it never stalls, however often it is looked at.
#include "stalls.h"

int main(int count, char **arguments) {
  stall_log *log = start_log(count, arguments);
  stall_probe *probe = stall_probe_create("busy", 50 * STALL_MILLISECOND);
  uint64_t end = stall_now() + 2 * STALL_SECOND;
  while (stall_now() < end) {
    stall_probe_leave(probe);
    stall_probe_enter(probe);
    for (volatile int work = 0; work < 100; work++) continue;
  }
  stall_probe_destroy(probe);
  stall_log_stop(log);
}
