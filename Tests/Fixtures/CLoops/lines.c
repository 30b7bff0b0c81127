// Writes a line of every type, with what is hard to write, to standard output.
#include <errno.h>
#include <fcntl.h>
#include <stall_json.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct stall_sample sample_of(uintptr_t innermost) {
  // The second is where a call returns to, the third no code at all.
  return (struct stall_sample){.count = 3, .pc = {innermost, (uintptr_t)&stall_json_event + 5, 16}};
}

int main(void) {
  const char label[] = "tab\t quote\" back\\ e\xcc\x81 \xf0\x9f\x8c\x8a cut\xf0\x9f\x8c wrong\xc0\xaf\xed\xa0\x80 \x7f\x01";
  stall_probe *probe = stall_probe_create(label, 5 * STALL_MILLISECOND);
  struct stall_event event = {
      .kind = STALL_EVENT_BEGAN, .id = 1, .probe = probe, .began_unix_ns = 1700000000123456789, .duration_ns = 6000000,
      .thread_count = 2, .sampled_thread = -1};
  event.threads[0] = (struct stall_thread){
      .id = 11, .doing = STALL_DOING_BLOCKED, .call = "fsync", .channel = "jbd2_log_wait_commit", .observed_ns = 7};
  memcpy(event.threads[0].name, "sixteen bytes...", 16);
  event.threads[1] = (struct stall_thread){.id = 12, .name = "\xff", .doing = STALL_DOING_WAITING_FOR_CPU};

  stall_stacks *stacks = stall_stacks_create();
  struct stall_sample once = sample_of((uintptr_t)&stall_json_start), often = sample_of((uintptr_t)&stall_json_stop);
  stall_stacks_add(stacks, 12, &once);
  stall_stacks_add(stacks, 12, &often);
  often.pc[0] += 1;
  stall_stacks_add(stacks, 12, &often);

  int failed = stall_json_start(1, 100 * STALL_MILLISECOND, true);
  failed |= stall_json_event(1, &event, NULL);
  event.kind = STALL_EVENT_SAMPLE;
  event.sampled_thread = 1;
  event.sample = &once;
  failed |= stall_json_event(1, &event, stacks);
  event.kind = STALL_EVENT_ENDED;
  failed |= stall_json_event(1, &event, stacks);
  event.kind = STALL_EVENT_STARVED;
  failed |= stall_json_event(1, &event, NULL);
  event.kind = STALL_EVENT_STOPPED;
  event.probe = NULL;
  failed |= stall_json_event(1, &event, NULL);
  event.kind = STALL_EVENT_SUSPENDED;
  event.began_unix_ns = -1;
  failed |= stall_json_event(1, &event, NULL);
  event.kind = STALL_EVENT_DROPPED;
  event.count = 3;
  failed |= stall_json_event(1, &event, NULL);
  failed |= stall_json_dropped(1, STALL_DROPPED_SAMPLES, 1);
  failed |= stall_json_dropped(1, STALL_DROPPED_LINES, UINT64_C(1) << 62);
  failed |= stall_json_stop(1);

  int full = open("/dev/full", O_WRONLY);
  if (stall_json_stop(full) != ENOSPC || stall_json_stop(-1) != EBADF) failed = 1;
  stall_stacks_destroy(stacks);
  stall_probe_destroy(probe);
  return failed;
}
