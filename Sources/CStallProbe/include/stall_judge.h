// Decides, from the signs of life of one loop, when to ask for another, when a stall began and when it ended.
//
// A plain value: it reads no clock, starts no thread, allocates nothing. Times are monotonic nanoseconds, 0 is never.
#ifndef STALL_JUDGE_H
#define STALL_JUDGE_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct stall_span {
  uint64_t begin, end;
  uint64_t turn;  // which piece of work of its loop
};

// Time in which the whole process did not run. What a loop owes is not counted in it.
enum { STALL_LOST_SPANS = 16 };
struct stall_lost {
  struct stall_span spans[STALL_LOST_SPANS];
  uint32_t count;  // of all that were ever added; the oldest are overwritten
};
void stall_lost_add(struct stall_lost *lost, uint64_t begin, uint64_t end);
uint64_t stall_lost_between(const struct stall_lost *lost, uint64_t begin, uint64_t end);

// What is known of the loop at one look.
enum { STALL_SIGNS_ENDED = 8 };
struct stall_signs {
  // Loops that tell: the piece of work they are in, and those that passed the threshold and ended since the last look.
  uint64_t since, turn;
  struct stall_span ended[STALL_SIGNS_ENDED];
  uint32_t ended_count;
  // Loops that are asked: the heartbeat answered last, and when.
  uint32_t answered;
  uint64_t answered_at;
  bool active;  // it used its CPU since the last look, so it may be in a stall
  // When, by the account of the scheduler, the work began that keeps it from answering; 0 where that is unknown.
  uint64_t begun, begun_uncertainty;
  // How long its thread has been ready without a CPU, ever since the thread began.
  uint64_t queued;
};

struct stall_judge {
  bool asks;           // a loop that is asked, not one that tells
  uint64_t threshold;  // what is late by this much stalls
  uint64_t interval;   // between two heartbeats of an active loop
  uint64_t rest;       // between two looks at a resting loop, at most
  // The rest is the judge's own.
  uint64_t sent;       // the heartbeat that is out was sent then
  uint32_t asked;      // its number
  uint64_t alive;      // the last sign of life
  uint64_t begun, uncertainty;
  uint64_t turn;
  uint64_t queued;     // at the last look before the piece of work in question
  uint64_t queued_last;
  uint64_t pause;      // until the next look, growing while it rests
  bool reported;
};

enum stall_verdict_kind { STALL_VERDICT_BEGAN = 1, STALL_VERDICT_ENDED, STALL_VERDICT_STARVED };
struct stall_verdict {
  enum stall_verdict_kind kind;
  uint64_t begin, end;    // end: the time of the look where it still lasts
  uint64_t duration;      // without the time the process did not run
  uint64_t uncertainty;   // the begin may be off by as much
  uint64_t queued;        // of the duration, ready without a CPU
  bool looked_at;         // a BEGAN came before this ENDED
};

enum { STALL_VERDICTS = STALL_SIGNS_ENDED + 2 };
struct stall_judgement {
  struct stall_verdict verdicts[STALL_VERDICTS];
  uint32_t count;
  bool send;          // send heartbeat number `judge.asked` now
  bool waits;         // nothing to look at before the loop tells
  uint64_t next;      // look again then, unless it waits
  uint64_t delay;     // of a heartbeat that was answered since the last look, with delayed set
  bool delayed;
};

struct stall_judge stall_judge_make(bool asks, uint64_t threshold, uint64_t interval, uint64_t rest);
struct stall_judgement stall_judge_look(
    struct stall_judge *judge, const struct stall_signs *signs, const struct stall_lost *lost, uint64_t now);

#ifdef __cplusplus
}
#endif
#endif
