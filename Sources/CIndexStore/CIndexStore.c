#include "CIndexStore.h"

#include <dlfcn.h>
#include <string.h>

static char *failure(const char *message) { return strdup(message != NULL ? message : "unknown error"); }

char *unblock_index_open(const char *path, struct unblock_index *table, const char **missing) {
  *missing = NULL;
  // RTLD_LOCAL keeps two versions of LLVM in one process from seeing each other's symbols: libclang may be open as well.
  void *library = dlopen(path, RTLD_LAZY | RTLD_LOCAL);
  if (library == NULL) return failure(dlerror());
  memset(table, 0, sizeof *table);

#define LOAD(result, name, parameters)                                    \
  table->name = (result(*) parameters)dlsym(library, "indexstore_" #name); \
  if (table->name == NULL) {                                              \
    *missing = "indexstore_" #name;                                       \
    dlclose(library);                                                     \
    return failure("a function is missing");                              \
  }
  UNBLOCK_INDEX_FUNCTIONS(LOAD)
#undef LOAD
  return NULL;
}
