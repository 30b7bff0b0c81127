#include "CTools.h"
#include <unistd.h>

#define PAUSE() usleep(1)

static void helper(unsigned microseconds) { usleep(microseconds); }
static void nothing(void) {}

static struct tools defaults = {.pause = helper, .quick = nothing};

void tools_pause(void) { helper(1); }
void tools_pause_by_macro(void) { PAUSE(); }
void tools_pause_by_field(struct tools *tools) { (tools ? tools : &defaults)->pause(1); }
void tools_quick(struct tools *tools) { tools->quick(); }

void tools_pause_by_pointer(void) {
  void (*pause)(unsigned) = helper;
  pause(1);
}

void tools_run(void (*body)(void *), void *context) { body(context); }

static void (*kept)(void *);
void tools_keep(void (*body)(void *), void *context) { kept = body; }

extern void swift_pause(void);
void tools_call_swift(void) { swift_pause(); }

static void (*handler)(unsigned);
static void tools_register(void (*function)(unsigned)) { handler = function; }
void tools_set_up(void) { tools_register(&helper); }
void tools_fire(void) { handler(1); }
