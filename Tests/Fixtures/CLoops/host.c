// Opens a library that runs a loop. `host.c LIBRARY LOG`
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

int main(int count, char **arguments) {
  void *library = count > 2 ? dlopen(arguments[1], RTLD_NOW) : NULL;
  void *found = library ? dlsym(library, "run") : NULL;
  if (!found) {
    fprintf(stderr, "%s\n", dlerror());
    return 2;
  }
  int (*run)(int, char **);
  memcpy(&run, &found, sizeof run);
  return run(count - 1, arguments + 1);
}
