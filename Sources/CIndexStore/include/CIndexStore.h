// The part of libIndexStore's C interface that the index reader calls. The library is opened at run time, so this declares types only.
#ifndef CINDEXSTORE_H
#define CINDEXSTORE_H

#include <stddef.h>

typedef void *indexstore_t;

#endif
