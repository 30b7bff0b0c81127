#define _GNU_SOURCE

#include "uv_loop.h"

#include <pthread.h>
#include <stdlib.h>
#include <stall_probe.h>
#include <stall_uv.h>
#include <uv.h>

struct call {
  void (*work)(void *context);
  void *context;
  struct call *next;
};

struct uv_loop_thread {
  uv_loop_t loop;
  uv_async_t wake;
  uv_thread_t thread;
  pthread_mutex_t lock;
  struct call *first, **last;
};

static struct call *take(uv_loop_thread *self) {
  pthread_mutex_lock(&self->lock);
  struct call *first = self->first;
  if (first != NULL) {
    self->first = first->next;
    if (self->first == NULL) self->last = &self->first;
  }
  pthread_mutex_unlock(&self->lock);
  return first;
}

static void on_wake(uv_async_t *wake) {
  uv_loop_thread *self = wake->data;
  for (struct call *call; (call = take(self)) != NULL; free(call)) call->work(call->context);
}

static void on_thread(void *argument) {
  uv_loop_thread *self = argument;
  // Without a name of its own it would have that of the thread that started it.
  pthread_setname_np(pthread_self(), "uv-loop");
  uv_run(&self->loop, UV_RUN_DEFAULT);
}

uv_loop_thread *uv_loop_thread_start(const char *label, uint64_t threshold) {
  uv_loop_thread *self = calloc(1, sizeof *self);
  if (self == NULL) return NULL;
  self->last = &self->first;
  pthread_mutex_init(&self->lock, NULL);
  self->wake.data = self;
  if (uv_loop_init(&self->loop) != 0 || uv_async_init(&self->loop, &self->wake, on_wake) != 0
      || stall_uv_attach(&self->loop, stall_probe_create(label, threshold)) == NULL
      || uv_thread_create(&self->thread, on_thread, self) != 0) {
    free(self);
    return NULL;
  }
  return self;
}

void uv_loop_thread_call(uv_loop_thread *self, void (*work)(void *context), void *context) {
  struct call *call = malloc(sizeof *call);
  if (call == NULL) abort();
  *call = (struct call){.work = work, .context = context};
  pthread_mutex_lock(&self->lock);
  *self->last = call;
  self->last = &call->next;
  pthread_mutex_unlock(&self->lock);
  uv_async_send(&self->wake);
}
