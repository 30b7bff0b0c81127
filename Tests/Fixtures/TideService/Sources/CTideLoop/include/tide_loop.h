/* A loop that calls back when a file descriptor can be read. */
#ifndef TIDE_LOOP_H
#define TIDE_LOOP_H

typedef struct tide_watch tide_watch;
typedef void (*tide_ready)(tide_watch *watch);

struct tide_watch {
  tide_ready ready;
  int descriptor;
  tide_watch *next;
};

typedef struct tide_loop {
  int epoll;
  int stopped;
  tide_watch *watches;
} tide_loop;

int tide_loop_open(tide_loop *loop);
int tide_loop_add(tide_loop *loop, tide_watch *watch, int descriptor);
void tide_loop_run(tide_loop *loop);

/* Gauges send their readings to the descriptor as text, one number per line; peers send the names of hosts. */
int tide_serve(int gauges, int peers, int log_file);

#endif
