// A libevent loop with a stall in each kind of callback, one a turn, among callbacks that are quick.
#include <event2/event.h>
#include <signal.h>
#include <stall_event.h>
#include <unistd.h>

#include "stalls.h"

static struct event_base *base;
static struct event *active, *readable, *signals, *urgent;
static int ends[2];

static void on_quick(evutil_socket_t descriptor, short events, void *context) {
  (void)descriptor, (void)events, (void)context;
}

static void on_event(evutil_socket_t descriptor, short events, void *context) {
  (void)descriptor, (void)events;
  stall_in(context);
}

static void take_step(evutil_socket_t descriptor, short events, void *context) {
  static int number;
  (void)descriptor, (void)events, (void)context;
  switch (number++) {
    case 0: stall_in("timer"); break;
    case 1: event_active(active, EV_TIMEOUT, 1); break;
    case 2:
      event_add(readable, NULL);
      if (write(ends[1], "x", 1) != 1) abort();
      break;
    case 3:
      event_add(signals, NULL);
      raise(SIGUSR1);
      break;
    case 4: event_active(urgent, EV_TIMEOUT, 1); break;
    case 5: break;
    default: event_base_loopbreak(base);
  }
}

int main(int count, char **arguments) {
  stall_log *log = start_log(count, arguments);
  stall_probe *probe = stall_probe_create("event", 50 * STALL_MILLISECOND);
  if (pipe(ends) != 0) abort();
  base = event_base_new();
  event_base_priority_init(base, 3);
  struct event *quick = event_new(base, -1, EV_PERSIST, on_quick, NULL);
  struct event *step = event_new(base, -1, EV_PERSIST, take_step, NULL);
  active = event_new(base, -1, 0, on_event, "active");
  readable = event_new(base, ends[0], EV_READ, on_event, "readable");
  signals = evsignal_new(base, SIGUSR1, on_event, "signal");
  urgent = event_new(base, -1, 0, on_event, "urgent");
  event_priority_set(urgent, 0);
  event_add(quick, &(struct timeval){0, 3000});
  event_add(step, &(struct timeval){0, 200000});

  if (!stall_event_is_seen(base)) puts("the loop is not seen");
  stall_event_loop(base, 0, probe);
  event_del(quick);
  event_add(step, &(struct timeval){0, 200000});
  stall_event_loop(base, EVLOOP_ONCE, probe);

  struct event *events[] = {quick, step, active, readable, signals, urgent};
  for (size_t i = 0; i < sizeof events / sizeof *events; i++) event_free(events[i]);
  event_base_free(base);
  stall_probe_destroy(probe);
  stall_log_stop(log);
}
