#include "stall_judge.h"

#include <string.h>

void stall_lost_add(struct stall_lost *lost, uint64_t begin, uint64_t end) {
  if (end <= begin) return;
  lost->spans[lost->count % STALL_LOST_SPANS] = (struct stall_span){.begin = begin, .end = end};
  lost->count++;
}

uint64_t stall_lost_between(const struct stall_lost *lost, uint64_t begin, uint64_t end) {
  uint32_t kept = lost->count < STALL_LOST_SPANS ? lost->count : STALL_LOST_SPANS;
  uint64_t sum = 0;
  for (uint32_t i = 0; i < kept; i++) {
    uint64_t from = lost->spans[i].begin > begin ? lost->spans[i].begin : begin;
    uint64_t to = lost->spans[i].end < end ? lost->spans[i].end : end;
    if (to > from) sum += to - from;
  }
  return sum;
}

static uint64_t minus(uint64_t a, uint64_t b) { return a > b ? a - b : 0; }
static uint64_t least(uint64_t a, uint64_t b) { return a < b ? a : b; }
static uint64_t within(uint64_t value, uint64_t low, uint64_t high) {
  return value < low ? low : value > high ? high : value;
}

struct stall_judge stall_judge_make(bool asks, uint64_t threshold, uint64_t interval, uint64_t rest) {
  return (struct stall_judge){
      .asks = asks, .threshold = threshold, .interval = interval, .rest = rest, .pause = interval};
}

// What a span weighs: its time without what the process lost, and how much of that its thread had no CPU.
static struct stall_verdict weigh(
    const struct stall_judge *judge, const struct stall_signs *signs, const struct stall_lost *lost, uint64_t begin,
    uint64_t end, uint64_t uncertainty) {
  uint64_t duration = minus(minus(end, begin), stall_lost_between(lost, begin, end));
  return (struct stall_verdict){
      .begin = begin,
      .end = end,
      .duration = duration,
      .uncertainty = least(uncertainty, duration),
      .queued = least(minus(signs->queued, judge->queued), duration),
  };
}

static void give(struct stall_judgement *judgement, enum stall_verdict_kind kind, struct stall_verdict verdict) {
  if (judgement->count == STALL_VERDICTS) return;
  verdict.kind = kind;
  judgement->verdicts[judgement->count++] = verdict;
}

// A span that is over. One that was reported is reported as ended, however little of it was the loop's own.
static void close(struct stall_judge *judge, struct stall_judgement *judgement, struct stall_verdict verdict) {
  verdict.looked_at = judge->reported;
  if (judge->reported || minus(verdict.duration, verdict.queued) >= judge->threshold) {
    give(judgement, STALL_VERDICT_ENDED, verdict);
  } else if (verdict.duration >= judge->threshold) {
    give(judgement, STALL_VERDICT_STARVED, verdict);
  }
}

// A span that still lasts: reported once, as soon as it is late. Returns when to look again.
static uint64_t follow(
    struct stall_judge *judge, struct stall_judgement *judgement, struct stall_verdict verdict, uint64_t now) {
  uint64_t own = minus(verdict.duration, verdict.queued);
  if (judge->reported) return now + judge->interval;
  if (own < judge->threshold) return now + least(judge->threshold - own, judge->interval);
  judge->reported = true;
  give(judgement, STALL_VERDICT_BEGAN, verdict);
  return now + judge->interval;
}

static void look_at_told(
    struct stall_judge *judge, const struct stall_signs *signs, const struct stall_lost *lost, uint64_t now,
    struct stall_judgement *judgement) {
  bool closed = false;
  for (uint32_t i = 0; i < signs->ended_count; i++) {
    struct stall_span span = signs->ended[i];
    bool watched = judge->begun != 0 && span.turn == judge->turn;
    if (!watched) judge->reported = judge->reported && !closed && judge->begun != 0 && span.turn > judge->turn;
    close(judge, judgement, weigh(judge, signs, lost, span.begin, span.end, signs->begun_uncertainty));
    judge->reported = false;
    judge->begun = 0;
    closed = true;
  }
  if (signs->since == 0) {
    if (judge->reported) close(judge, judgement, weigh(judge, signs, lost, judge->begun, judge->alive, 0));
    judge->reported = false;
    judge->begun = 0;
    judge->queued = signs->queued;
    judgement->waits = true;
    judgement->next = now + judge->rest;
    return;
  }
  if (judge->begun == 0 || signs->turn != judge->turn) {
    // The end of a reported piece was lost with an overwritten record: the next piece began no earlier than that.
    if (judge->reported) close(judge, judgement, weigh(judge, signs, lost, judge->begun, signs->since, 0));
    judge->reported = false;
    judge->turn = signs->turn;
    judge->begun = signs->since;
    judge->queued = closed ? signs->queued : judge->queued_last;
  }
  judge->alive = now;
  // The loop went on since the time of this look.
  if (now < judge->begun) now = judge->begun;
  judgement->next =
      follow(judge, judgement, weigh(judge, signs, lost, judge->begun, now, signs->begun_uncertainty), now);
}

static void take_answer(
    struct stall_judge *judge, const struct stall_signs *signs, const struct stall_lost *lost,
    struct stall_judgement *judgement) {
  uint64_t answered = signs->answered_at > judge->sent ? signs->answered_at : judge->sent;
  uint64_t begun = judge->begun ? judge->begun : judge->sent;
  uint64_t uncertainty = judge->begun ? judge->uncertainty : minus(judge->sent, judge->alive);
  // How long the first answer took is how long the loop took to start.
  if (judge->alive) {
    close(judge, judgement, weigh(judge, signs, lost, begun, answered, uncertainty));
    judgement->delayed = true;
    judgement->delay = minus(answered - judge->sent, stall_lost_between(lost, judge->sent, answered));
  }
  judge->alive = answered;
  judge->sent = 0;
  judge->begun = 0;
  judge->reported = false;
  judge->queued = signs->queued;
}

static void send(
    struct stall_judge *judge, struct stall_judgement *judgement, uint64_t now) {
  judge->sent = now;
  judge->asked++;
  judge->pause = judge->interval;
  judgement->send = true;
  judgement->next = now + least(judge->interval, judge->threshold);
}

static void look_at_asked(
    struct stall_judge *judge, const struct stall_signs *signs, const struct stall_lost *lost, uint64_t now,
    struct stall_judgement *judgement) {
  if (judge->sent && signs->answered == judge->asked) take_answer(judge, signs, lost, judgement);
  if (judge->sent) {
    if (!judge->begun && signs->begun) {
      judge->begun = within(signs->begun, judge->alive ? judge->alive : judge->sent, judge->sent);
      judge->uncertainty = signs->begun_uncertainty;
    }
    uint64_t begun = judge->begun ? judge->begun : judge->sent;
    uint64_t uncertainty = judge->begun ? judge->uncertainty : minus(judge->sent, judge->alive);
    // Without a first answer nobody knows whether the loop runs at all.
    if (judge->alive == 0) {
      judgement->next = now + judge->rest;
      return;
    }
    judgement->next = follow(judge, judgement, weigh(judge, signs, lost, begun, now, uncertainty), now);
    return;
  }
  if (signs->active || judge->alive == 0) {
    send(judge, judgement, now);
    return;
  }
  judge->alive = now;
  judge->queued = signs->queued;
  judge->pause = least(judge->pause * 2, judge->rest > judge->interval ? judge->rest : judge->interval);
  judgement->next = now + judge->pause;
}

struct stall_judgement stall_judge_look(
    struct stall_judge *judge, const struct stall_signs *signs, const struct stall_lost *lost, uint64_t now) {
  struct stall_judgement judgement;
  memset(&judgement, 0, sizeof judgement);
  if (judge->asks) {
    look_at_asked(judge, signs, lost, now, &judgement);
  } else {
    look_at_told(judge, signs, lost, now, &judgement);
  }
  judge->queued_last = signs->queued;
  return judgement;
}
