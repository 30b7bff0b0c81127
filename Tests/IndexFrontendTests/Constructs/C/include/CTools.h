#ifndef CTOOLS_H
#define CTOOLS_H

struct tools {
  void (*pause)(unsigned microseconds);
  void (*quick)(void);
};

void tools_pause(void);
void tools_pause_by_macro(void);
void tools_pause_by_field(struct tools *tools);
void tools_quick(struct tools *tools);
void tools_pause_by_pointer(void);
void tools_run(void (*body)(void *), void *context);
void tools_keep(void (*body)(void *), void *context);
void tools_call_swift(void);
void tools_set_up(void);
void tools_fire(void);

static inline void tools_pause_inline(void) { tools_pause(); }

#endif
