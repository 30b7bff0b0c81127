// A loop that tells by itself when it works.
#include "stalls.h"

static void pause_for(long nanoseconds) { nanosleep(&(struct timespec){0, nanoseconds}, NULL); }

int main(int count, char **arguments) {
  stall_log *log = start_log(count, arguments);
  stall_probe *probe = stall_probe_create("plain \"loop\"\n\xff", 50 * STALL_MILLISECOND);
  for (int turn = 0; turn < 40; turn++) {
    stall_probe_leave(probe);
    // Waiting may take as long as it likes.
    pause_for(turn == 5 ? 200000000 : 5000000);
    stall_probe_enter(probe);
    if (turn == 10) stall_in("work");
    // Long together, but alive in between.
    for (int beat = 0; turn == 20 && beat < 20; beat++) {
      pause_for(10000000);
      stall_probe_beat(probe);
    }
    if (turn == 30) stall_in("between-beats");
  }
  stall_probe_destroy(probe);
  stall_log_stop(log);
}
