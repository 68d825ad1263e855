/*
 * Loaded before the C library (LD_PRELOAD), ends its process by SIGKILL at the n-th step of what it changes under one
 * folder. It stands below Node's file system and below SQLite, which both change files by these calls only.
 *
 * A step is one call that makes, renames, cuts or removes a file; and of each write two: before it, and when one half of
 * it is written. A sync is none: what a process has written stays when it is killed, synced or not. Nor is SQLite's
 * "-shm": whoever opens the database next makes it anew (https://sqlite.org/walformat.html#the_wal_index_file_format).
 *
 *   KILL_UNDER     the folder
 *   KILL_AT        the step, counted from one
 *   KILL_FROM      a path: counting begins when a folder of that name is made
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static const char *folder;
static const char *from;
static long deadly;
static atomic_int is_counting;
static atomic_long steps;

__attribute__((constructor)) static void begin(void) {
  folder = getenv("KILL_UNDER");
  from = getenv("KILL_FROM");
  const char *at = getenv("KILL_AT");
  deadly = at == NULL ? 0 : atol(at);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

/* Whether it is the deadly one. */
static int step(void) { return atomic_fetch_add(&steps, 1) + 1 == deadly; }

static int is_path_under(const char *path) {
  if (!atomic_load(&is_counting) || folder == NULL || path == NULL) return 0;
  size_t length = strlen(path);
  return strncmp(path, folder, strlen(folder)) == 0 && (length < 4 || strcmp(path + length - 4, "-shm") != 0);
}

static int is_file_under(int file) {
  if (!atomic_load(&is_counting)) return 0;
  char link[40], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = '\0';
  return is_path_under(path);
}

static void before_change_of(const char *path) {
  int number = errno;
  if (is_path_under(path) && step()) die();
  errno = number;
}

static void before_change_in(int file) {
  int number = errno;
  if (is_file_under(file) && step()) die();
  errno = number;
}

/* Of the two steps of a write: 0 none is deadly; 1 the second is. The first does not return. */
static int before_write(int file) {
  int number = errno;
  int is_deadly = 0;
  if (is_file_under(file)) {
    if (step()) die();
    is_deadly = step();
  }
  errno = number;
  return is_deadly;
}

static void before_open(const char *path, int flags) {
  int number = errno;
  int changes = (flags & O_TRUNC) != 0 || ((flags & O_CREAT) != 0 && access(path, F_OK) != 0);
  errno = number;
  if (changes) before_change_of(path);
}

#define OPEN(name)                              \
  int name(const char *path, int flags, ...) {  \
    va_list rest;                               \
    va_start(rest, flags);                      \
    mode_t mode = va_arg(rest, mode_t);         \
    va_end(rest);                               \
    before_open(path, flags);                   \
    return REAL(name)(path, flags, mode);       \
  }
OPEN(open)
OPEN(open64)

ssize_t write(int file, const void *bytes, size_t length) {
  if (before_write(file)) {
    REAL(write)(file, bytes, length / 2);
    die();
  }
  return REAL(write)(file, bytes, length);
}

#define PWRITE(name, offset_type)                                                   \
  ssize_t name(int file, const void *bytes, size_t length, offset_type offset) {    \
    if (before_write(file)) {                                                       \
      REAL(name)(file, bytes, length / 2, offset);                                  \
      die();                                                                        \
    }                                                                               \
    return REAL(name)(file, bytes, length, offset);                                 \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

/* Half of several pieces: the first of them. */
ssize_t writev(int file, const struct iovec *pieces, int count) {
  if (before_write(file)) {
    REAL(write)(file, pieces[0].iov_base, count == 1 ? pieces[0].iov_len / 2 : pieces[0].iov_len);
    die();
  }
  return REAL(writev)(file, pieces, count);
}

#define TRUNCATE(name, offset_type)          \
  int name(int file, offset_type length) {   \
    before_change_in(file);                  \
    return REAL(name)(file, length);         \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

int rename(const char *former, const char *next) {
  before_change_of(next);
  return REAL(rename)(former, next);
}

static void before_removal_of(const char *path) {
  int number = errno;
  int is_there = access(path, F_OK) == 0;
  errno = number;
  if (is_there) before_change_of(path);
}

#define REMOVE(name)                               \
  int name(const char *path) {                     \
    before_removal_of(path);                       \
    return REAL(name)(path);                       \
  }
REMOVE(unlink)
REMOVE(remove)
REMOVE(rmdir)

int mkdir(const char *path, mode_t mode) {
  if (from != NULL && strcmp(path, from) == 0) atomic_store(&is_counting, 1);
  else before_change_of(path);
  return REAL(mkdir)(path, mode);
}
