/* Faults of the machine, for tests. Preloaded into a program, it makes the machine behave as the files in the
 * folder $FAULTS say, from the moment they are there until they are taken away:
 *   full       writing to a file finds no room on the disk
 *   read-only  opening a file for writing, and writing to it, fails as on a disk that can only be read
 *   slow       every flush to the disk takes half a second
 *   clock      the clock is wrong by the seconds written in it
 * Only files are touched: pipes, sockets and terminals work as ever. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static const char *path_of(const char *what, char *path, size_t size) {
    const char *folder = getenv("FAULTS");
    if (!folder) return NULL;
    snprintf(path, size, "%s/%s", folder, what);
    return path;
}

static int is(const char *what) {
    char path[4096];
    int before = errno, there = path_of(what, path, sizeof path) && access(path, F_OK) == 0;
    errno = before;
    return there;
}

static int fails(int fd) {
    struct stat about;
    if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) return 0;
    if (is("full")) { errno = ENOSPC; return 1; }
    if (is("read-only")) { errno = EROFS; return 1; }
    return 0;
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *bytes, size_t count) {
    REAL(write);
    return fails(fd) ? -1 : real(fd, bytes, count);
}
ssize_t writev(int fd, const struct iovec *parts, int count) {
    REAL(writev);
    return fails(fd) ? -1 : real(fd, parts, count);
}
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
    REAL(pwrite);
    return fails(fd) ? -1 : real(fd, bytes, count, at);
}
ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
    REAL(pwrite64);
    return fails(fd) ? -1 : real(fd, bytes, count, at);
}
int fsync(int fd) {
    REAL(fsync);
    if (is("slow")) usleep(500000);
    return real(fd);
}
int fdatasync(int fd) {
    REAL(fdatasync);
    if (is("slow")) usleep(500000);
    return real(fd);
}

static int refused(int flags) {
    if ((flags & O_ACCMODE) == O_RDONLY && !(flags & O_CREAT)) return 0;
    if (!is("read-only")) return 0;
    errno = EROFS;
    return 1;
}
int open(const char *path, int flags, ...) {
    REAL(open);
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;
    va_end(more);
    return strncmp(path, "/dev/", 5) && refused(flags) ? -1 : real(path, flags, mode);
}
int open64(const char *path, int flags, ...) {
    REAL(open64);
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;
    va_end(more);
    return strncmp(path, "/dev/", 5) && refused(flags) ? -1 : real(path, flags, mode);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    REAL(clock_gettime);
    int done = real(clock, now);
    char path[4096];
    if (done == 0 && clock == CLOCK_REALTIME && is("clock") && path_of("clock", path, sizeof path)) {
        char text[32] = "";
        int before = errno, fd = open64(path, O_RDONLY | O_CLOEXEC);
        if (fd >= 0) {
            if (read(fd, text, sizeof text - 1) > 0) now->tv_sec += atol(text);
            close(fd);
        }
        errno = before;
    }
    return done;
}
