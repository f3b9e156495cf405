#define _GNU_SOURCE
#include "CFiles.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#if defined(__linux__) && __has_include(<linux/openat2.h>)
#include <linux/openat2.h>
#include <sys/syscall.h>
#endif

int qabyldau_open_folder(const char *path) {
#if defined(O_PATH)
  return open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
#else
  return open(path, O_SEARCH | O_DIRECTORY | O_CLOEXEC);
#endif
}

int qabyldau_open_beneath(int folder, const char *path) {
#if defined(SYS_openat2)
  struct open_how how = {
    .flags = O_RDONLY | O_NONBLOCK | O_CLOEXEC,
    .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
  };
  return (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
#else
  (void)folder;
  (void)path;
  errno = ENOSYS;
  return -1;
#endif
}
