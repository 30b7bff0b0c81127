#include "CLibclang.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <string.h>

static char *failure(const char *message) { return strdup(message != NULL ? message : "unknown error"); }

char *unblock_libclang_open(const char *path, struct unblock_libclang *table) {
  // RTLD_LOCAL keeps two versions of LLVM in one process from seeing each other's symbols.
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return failure(dlerror());
#ifdef M_TRIM_THRESHOLD
  // Each parse needs some ten megabytes and gives them back. Keeping them for the next one saves two thirds of the page
  // faults and an eighth of the time (measured with six files of mosquitto).
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
#endif
  memset(table, 0, sizeof *table);

#define LOAD(result, name, parameters) table->name = (result(*) parameters)dlsym(library, "clang_" #name);
#define REQUIRE(result, name, parameters)                                        \
  LOAD(result, name, parameters)                                                 \
  if (table->name == NULL) {                                                     \
    dlclose(library);                                                            \
    return failure("it has no function clang_" #name "; version 14 or later is needed"); \
  }
  UNBLOCK_LIBCLANG_FUNCTIONS(REQUIRE)
  UNBLOCK_LIBCLANG_OPTIONAL_FUNCTIONS(LOAD)
#undef REQUIRE
#undef LOAD
  return NULL;
}

struct reading {
  const struct unblock_libclang *table;
  struct unblock_tree *tree;
  int32_t capacity;
  int32_t current;
  bool failed;
};

static bool append(struct reading *reading, CXCursor cursor, int32_t parent) {
  struct unblock_tree *tree = reading->tree;
  if (tree->count == reading->capacity) {
    if (reading->capacity > INT32_MAX / 2) return false;
    int32_t capacity = reading->capacity == 0 ? 256 : reading->capacity * 2;
    struct unblock_node *nodes = realloc(tree->nodes, (size_t)capacity * sizeof *nodes);
    if (nodes == NULL) return false;
    tree->nodes = nodes;
    reading->capacity = capacity;
  }
  int32_t index = tree->count++;
  tree->nodes[index] = (struct unblock_node){cursor, parent, -1, -1, -1};
  if (parent >= 0) {
    int32_t last = tree->nodes[parent].last_child;
    if (last < 0) tree->nodes[parent].first_child = index;
    else tree->nodes[last].next = index;
    tree->nodes[parent].last_child = index;
  }
  reading->current = index;
  return true;
}

static unsigned visit(CXCursor cursor, CXCursor parent, void *data) {
  enum { stop = 0, descend = 2 };
  struct reading *reading = data;
  // Cursors arrive in preorder, so the parent is the last node or one of its ancestors.
  int32_t at = reading->current;
  while (at > 0 && !reading->table->equalCursors(reading->tree->nodes[at].cursor, parent))
    at = reading->tree->nodes[at].parent;
  if (append(reading, cursor, at < 0 ? 0 : at)) return descend;
  reading->failed = true;
  return stop;
}

bool unblock_tree_read(const struct unblock_libclang *table, CXCursor root, struct unblock_tree *tree) {
  *tree = (struct unblock_tree){NULL, 0};
  struct reading reading = {table, tree, 0, 0, false};
  if (!append(&reading, root, -1)) return false;
  table->visitChildren(root, visit, &reading);
  return !reading.failed;
}

void unblock_tree_free(struct unblock_tree *tree) {
  free(tree->nodes);
  *tree = (struct unblock_tree){NULL, 0};
}

struct job {
  void (*work)(void *);
  void *data;
};

static void *start(void *argument) {
  struct job *job = argument;
  job->work(job->data);
  return NULL;
}

bool unblock_run_with_stack(size_t stack_size, void (*work)(void *data), void *data) {
  pthread_attr_t attributes;
  pthread_t thread;
  struct job job = {work, data};
  if (pthread_attr_init(&attributes) != 0) return false;
  bool started = pthread_attr_setstacksize(&attributes, stack_size) == 0 &&
                 // unblock: ignore thread-not-joined - it is joined below where it was started
                 pthread_create(&thread, &attributes, start, &job) == 0;
  pthread_attr_destroy(&attributes);
  return started && pthread_join(thread, NULL) == 0;
}
