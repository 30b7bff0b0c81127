#include "CDevice.h"
#include <unistd.h>

struct device_operations {
  void (*settle)(unsigned microseconds);
};

static void settle(unsigned microseconds) {
  usleep(microseconds);
}

static const struct device_operations operations = {.settle = settle};

static void wait_ready(const struct device_operations *device) {
  device->settle(200);
}

int device_read(void) {
  wait_ready(&operations);
  return 42;
}
