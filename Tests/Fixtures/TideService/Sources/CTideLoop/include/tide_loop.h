/* A loop that calls back when a file descriptor can be read. */
#ifndef TIDE_LOOP_H
#define TIDE_LOOP_H

typedef struct tide_watch tide_watch;
typedef void (*tide_ready)(tide_watch *watch);

struct tide_watch {
  int descriptor;
  tide_ready ready;
  tide_watch *next;
};

typedef struct tide_loop {
  int epoll;
  int stopped;
  tide_watch *watches;
} tide_loop;

int tide_loop_open(tide_loop *loop);
int tide_loop_add(tide_loop *loop, tide_watch *watch, int descriptor, tide_ready ready);
void tide_loop_run(tide_loop *loop);

/* Gauges send their readings to the address as text, one number per line. */
int tide_serve(const char *host, const char *log_path);

#endif
