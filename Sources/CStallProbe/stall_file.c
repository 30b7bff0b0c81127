#define _GNU_SOURCE
#include "stall_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static void forget(struct stall_file *file) {
  if (file->descriptor >= 0) close(file->descriptor);
  file->descriptor = -1;
  file->is_torn = false;
  file->size = 0;
}

static int begin(struct stall_file *file) {
  // Without O_NONBLOCK the opening of a pipe waits for its reader.
  int descriptor = open(file->path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0640);
  if (descriptor < 0) return errno;
  struct stat status;
  if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    close(descriptor);
    return EINVAL;
  }
  char last = '\n';
  file->descriptor = descriptor;
  file->size = (uint64_t)status.st_size;
  file->is_torn = status.st_size > 0 && pread(descriptor, &last, 1, status.st_size - 1) == 1 && last != '\n';
  return 0;
}

int stall_file_open(struct stall_file *file, const char *path, uint64_t max_bytes) {
  size_t length = strlen(path);
  *file = (struct stall_file){.path = strdup(path), .older = malloc(length + 3), .descriptor = -1};
  file->max_bytes = max_bytes;
  int error = ENOMEM;
  if (file->path && file->older) {
    snprintf(file->older, length + 3, "%s.1", path);
    error = begin(file);
  }
  if (error != 0) stall_file_close(file);
  return error;
}

void stall_file_close(struct stall_file *file) {
  forget(file);
  free(file->path);
  free(file->older);
  file->path = file->older = NULL;
}

static bool is_still_there(const struct stall_file *file) {
  struct stat own, found;
  if (file->descriptor < 0 || fstat(file->descriptor, &own) != 0 || stat(file->path, &found) != 0) return false;
  return own.st_ino == found.st_ino && own.st_dev == found.st_dev;
}

// Removes the part of a line that a full disk took, unless somebody wrote behind it.
static void take_back(struct stall_file *file, size_t written) {
  struct stat status;
  off_t end = lseek(file->descriptor, 0, SEEK_CUR);
  bool is_last = fstat(file->descriptor, &status) == 0 && status.st_size == end;
  if (is_last && ftruncate(file->descriptor, end - (off_t)written) == 0) return;
  file->size += written;
  file->is_torn = true;
}

static int put(struct stall_file *file, const struct stall_text *line) {
  struct iovec parts[] = {{(char[]){'\n'}, file->is_torn}, {line->bytes, line->count}};
  size_t total = parts[0].iov_len + parts[1].iov_len;
  ssize_t written;
  do written = writev(file->descriptor, parts, 2);
  while (written < 0 && errno == EINTR);
  if (written < 0) return errno;
  if ((size_t)written < total) {
    take_back(file, (size_t)written);
    return ENOSPC;
  }
  file->size += total;
  file->is_torn = false;
  return 0;
}

int stall_file_append(struct stall_file *file, const struct stall_text *header, const struct stall_text *line) {
  if (header->count + line->count + 1 > file->max_bytes) return EFBIG;
  bool is_new = !is_still_there(file);
  int error = 0;
  if (is_new) {
    forget(file);
    error = begin(file);
  }
  if (error == 0 && file->size > 0 && file->size + header->count + line->count + 1 > file->max_bytes) {
    is_new = true;
    if (rename(file->path, file->older) != 0) return errno;
    forget(file);
    error = begin(file);
  }
  if (error == 0 && is_new) error = put(file, header);
  // The next line tries again, and then with its header.
  if (error != 0 && is_new) forget(file);
  return error != 0 ? error : put(file, line);
}
