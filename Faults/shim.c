/// Stands between a program and its files: counts, records, kills, fails and tears what happens below one folder.
///
/// Loaded with LD_PRELOAD. All calls below FAULT_ROOT are numbered from 1, process-wide, in the order they take effect:
///
///   FAULT_TRACE=PATH        append a record of each call that changes something (see `record`)
///   FAULT_KILL=N[:BYTES]    end the process at call N, before it takes effect; a write first writes BYTES of it (torn)
///   FAULT_ERRNO=KIND:N:E[:forever]   let the N-th call of KIND (write, sync, read, open, rename, unlink, truncate,
///                           allocate) below FAULT_ONLY fail with errno E, once or from then on; E=short gives half of
///                           a read or write
///   FAULT_ONLY=TEXT         faults by errno only where the path holds TEXT
///   FAULT_CLOCK=PATH        civil time is what the file says: two numbers of 64 bits, nanoseconds to add to the system's,
///                           and, unless 0, the nanosecond since 1970 at which it stands still; read at every call
///
/// Calls are executed under one lock, so that the record is in the order of effects.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define MOST_DESCRIPTORS 65536

enum kind { WRITE, SYNC, READ, OPEN, RENAME, UNLINK, TRUNCATE, ALLOCATE, KINDS };
static const char *const kind_names[KINDS] = {"write", "sync", "read", "open", "rename", "unlink", "truncate", "allocate"};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static char *paths[MOST_DESCRIPTORS];
static char root[PATH_MAX];
static size_t root_length;
static const char *only;
static int trace = -1;
static long calls, kill_at, tear_bytes = -1;
static enum kind error_kind = KINDS;
static long error_at, error_count;
static int error_code, error_forever, error_short;

static int (*real_open)(const char *, int, ...);
static int (*real_openat)(int, const char *, int, ...);
static int (*real_close)(int);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_writev)(int, const struct iovec *, int);
static ssize_t (*real_read)(int, void *, size_t);
static ssize_t (*real_pread)(int, void *, size_t, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_ftruncate)(int, off_t);
static int (*real_rename)(const char *, const char *);
static int (*real_unlink)(const char *);
static int (*real_mkdir)(const char *, mode_t);
static int (*real_allocate)(int, off_t, off_t);
static int (*real_clock)(clockid_t, struct timespec *);

struct civil {
    int64_t offset, frozen;
};
static const volatile struct civil *civil;

static void start(void) {
    real_open = dlsym(RTLD_NEXT, "open");
    real_openat = dlsym(RTLD_NEXT, "openat");
    real_close = dlsym(RTLD_NEXT, "close");
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_writev = dlsym(RTLD_NEXT, "writev");
    real_read = dlsym(RTLD_NEXT, "read");
    real_pread = dlsym(RTLD_NEXT, "pread64");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_rename = dlsym(RTLD_NEXT, "rename");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
    real_mkdir = dlsym(RTLD_NEXT, "mkdir");
    real_allocate = dlsym(RTLD_NEXT, "posix_fallocate64");
    real_clock = dlsym(RTLD_NEXT, "clock_gettime");

    const char *value = getenv("FAULT_CLOCK");
    if (value) {
        int descriptor = real_open(value, O_RDONLY | O_CLOEXEC);
        void *mapped = mmap(NULL, sizeof *civil, PROT_READ, MAP_SHARED, descriptor, 0);
        if (mapped != MAP_FAILED) civil = mapped;
        real_close(descriptor);
    }
    value = getenv("FAULT_ROOT");
    if (value && realpath(value, root)) root_length = strlen(root);
    only = getenv("FAULT_ONLY");
    if ((value = getenv("FAULT_TRACE"))) trace = real_open(value, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if ((value = getenv("FAULT_KILL"))) sscanf(value, "%ld:%ld", &kill_at, &tear_bytes);
    if ((value = getenv("FAULT_ERRNO"))) {
        char kind[16] = "", code[16] = "", more[16] = "";
        sscanf(value, "%15[^:]:%ld:%15[^:]:%15s", kind, &error_at, code, more);
        for (int index = 0; index < KINDS; index++)
            if (strcmp(kind, kind_names[index]) == 0) error_kind = index;
        error_short = strcmp(code, "short") == 0;
        error_code = atoi(code);
        error_forever = strcmp(more, "forever") == 0;
    }
}

/// The path below the root that a name stands for; NULL for any other.
static const char *below(const char *name, char *buffer) {
    if (!root_length) return NULL;
    if (name[0] == '/') {
        snprintf(buffer, PATH_MAX, "%s", name);
    } else {
        char folder[PATH_MAX];
        if (!getcwd(folder, sizeof folder)) return NULL;
        if (snprintf(buffer, PATH_MAX, "%s/%s", folder, name) >= PATH_MAX) return NULL;
    }
    if (strncmp(buffer, root, root_length) != 0) return NULL;
    if (buffer[root_length] == 0) return ".";
    return buffer[root_length] == '/' ? buffer + root_length + 1 : NULL;
}

static const char *path_of(int descriptor) {
    return descriptor >= 0 && descriptor < MOST_DESCRIPTORS ? paths[descriptor] : NULL;
}

static void record(const char *what, const char *path, const char *other, long offset, const void *bytes, size_t count) {
    if (trace < 0) return;
    char head[2 * PATH_MAX + 128];
    int length = snprintf(head, sizeof head, "%s\t%s\t%s\t%ld\t%zu\t%ld\n", what, path, other, offset, count, calls);
    struct iovec parts[3] = {{head, length}, {(void *)bytes, bytes ? count : 0}, {"\n", 1}};
    (void)!real_writev(trace, parts, 3);
}

/// Numbers a call; ends the process when it is its turn. Gives the errno to fail with, 0, or -1 for a short one.
static int meet(enum kind kind, const char *path) {
    if (kind != READ) {
        calls++;
        if (kill_at && calls == kill_at && !(kind == WRITE && tear_bytes >= 0)) kill(getpid(), SIGKILL), pause();
    }
    if (kind != error_kind || (only && !strstr(path, only))) return 0;
    error_count++;
    if (error_count == error_at || (error_forever && error_count > error_at)) return error_short ? -1 : error_code;
    return 0;
}

static int is_torn(void) { return kill_at && calls == kill_at && tear_bytes >= 0; }

static int opened(int descriptor, const char *path, int flags, int existed) {
    if (descriptor < 0 || descriptor >= MOST_DESCRIPTORS || !path) return descriptor;
    paths[descriptor] = strdup(path);
    if (!existed) record("create", path, "", 0, NULL, 0);
    if (existed && (flags & O_TRUNC)) record("truncate", path, "", 0, NULL, 0);
    return descriptor;
}

static int open_at(int folder, const char *name, int flags, mode_t mode) {
    pthread_once(&once, start);
    char buffer[PATH_MAX];
    const char *path = folder == AT_FDCWD || name[0] == '/' ? below(name, buffer) : NULL;
    if (!path) return real_openat(folder, name, flags, mode);
    pthread_mutex_lock(&lock);
    int changes = (flags & (O_CREAT | O_TRUNC)) != 0, code = changes ? meet(OPEN, path) : 0, result = -1;
    if (code > 0) {
        errno = code;
    } else {
        int existed = access(name, F_OK) == 0;
        result = opened(real_openat(folder, name, flags, mode), path, flags, existed || !(flags & O_CREAT));
    }
    pthread_mutex_unlock(&lock);
    return result;
}

int open(const char *name, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return open_at(AT_FDCWD, name, flags, mode);
}

int open64(const char *name, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return open_at(AT_FDCWD, name, flags, mode);
}

int openat(int folder, const char *name, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return open_at(folder, name, flags, mode);
}

int close(int descriptor) {
    pthread_once(&once, start);
    if (path_of(descriptor)) {
        pthread_mutex_lock(&lock);
        free(paths[descriptor]);
        paths[descriptor] = NULL;
        pthread_mutex_unlock(&lock);
    }
    return real_close(descriptor);
}

static ssize_t write_at(int descriptor, const void *bytes, size_t count, off_t offset, int positioned) {
    pthread_once(&once, start);
    const char *path = path_of(descriptor);
    if (!path) return positioned ? real_pwrite(descriptor, bytes, count, offset) : real_write(descriptor, bytes, count);
    pthread_mutex_lock(&lock);
    int code = meet(WRITE, path);
    ssize_t result = -1;
    if (code > 0) {
        errno = code;
    } else {
        if (!positioned) {
            offset = fcntl(descriptor, F_GETFL) & O_APPEND ? lseek(descriptor, 0, SEEK_END) : lseek(descriptor, 0, SEEK_CUR);
        }
        size_t part = code < 0 ? count / 2 : is_torn() && (size_t)tear_bytes < count ? (size_t)tear_bytes : count;
        result = positioned ? real_pwrite(descriptor, bytes, part, offset) : real_write(descriptor, bytes, part);
        int kept = errno;
        if (result > 0) record("write", path, "", offset, bytes, result);
        if (is_torn()) kill(getpid(), SIGKILL), pause();
        errno = kept;
    }
    pthread_mutex_unlock(&lock);
    return result;
}

ssize_t write(int descriptor, const void *bytes, size_t count) { return write_at(descriptor, bytes, count, 0, 0); }
ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
    return write_at(descriptor, bytes, count, offset, 1);
}
ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
    return write_at(descriptor, bytes, count, offset, 1);
}

ssize_t writev(int descriptor, const struct iovec *parts, int count) {
    pthread_once(&once, start);
    if (!path_of(descriptor)) return real_writev(descriptor, parts, count);
    ssize_t total = 0;
    for (int index = 0; index < count; index++) {
        ssize_t written = write_at(descriptor, parts[index].iov_base, parts[index].iov_len, 0, 0);
        if (written < 0) return total > 0 ? total : written;
        total += written;
        if ((size_t)written < parts[index].iov_len) break;
    }
    return total;
}

static ssize_t read_at(int descriptor, void *bytes, size_t count, off_t offset, int positioned) {
    pthread_once(&once, start);
    const char *path = path_of(descriptor);
    if (path && error_kind == READ) {
        pthread_mutex_lock(&lock);
        int code = meet(READ, path);
        pthread_mutex_unlock(&lock);
        if (code > 0) {
            errno = code;
            return -1;
        }
        if (code < 0) count /= 2;
    }
    return positioned ? real_pread(descriptor, bytes, count, offset) : real_read(descriptor, bytes, count);
}

ssize_t read(int descriptor, void *bytes, size_t count) { return read_at(descriptor, bytes, count, 0, 0); }
ssize_t pread(int descriptor, void *bytes, size_t count, off_t offset) {
    return read_at(descriptor, bytes, count, offset, 1);
}
ssize_t pread64(int descriptor, void *bytes, size_t count, off64_t offset) {
    return read_at(descriptor, bytes, count, offset, 1);
}

static int sync_with(int (*real)(int), int descriptor) {
    const char *path = path_of(descriptor);
    if (!path) return real(descriptor);
    pthread_mutex_lock(&lock);
    int code = meet(SYNC, path), result = -1;
    if (code > 0) {
        errno = code;
    } else {
        result = real(descriptor);
        if (result == 0) record("sync", path, "", 0, NULL, 0);
    }
    pthread_mutex_unlock(&lock);
    return result;
}

int fsync(int descriptor) {
    pthread_once(&once, start);
    return sync_with(real_fsync, descriptor);
}

int fdatasync(int descriptor) {
    pthread_once(&once, start);
    return sync_with(real_fdatasync, descriptor);
}

int ftruncate64(int descriptor, off64_t length) {
    pthread_once(&once, start);
    const char *path = path_of(descriptor);
    if (!path) return real_ftruncate(descriptor, length);
    pthread_mutex_lock(&lock);
    int code = meet(TRUNCATE, path), result = -1;
    if (code > 0) {
        errno = code;
    } else if ((result = real_ftruncate(descriptor, length)) == 0) {
        record("truncate", path, "", length, NULL, 0);
    }
    pthread_mutex_unlock(&lock);
    return result;
}

int ftruncate(int descriptor, off_t length) { return ftruncate64(descriptor, length); }

int rename(const char *from, const char *to) {
    pthread_once(&once, start);
    char first[PATH_MAX], second[PATH_MAX];
    const char *old = below(from, first), *new = below(to, second);
    if (!old || !new) return real_rename(from, to);
    pthread_mutex_lock(&lock);
    int code = meet(RENAME, new), result = -1;
    if (code > 0) {
        errno = code;
    } else if ((result = real_rename(from, to)) == 0) {
        record("rename", old, new, 0, NULL, 0);
    }
    pthread_mutex_unlock(&lock);
    return result;
}

int unlink(const char *name) {
    pthread_once(&once, start);
    char buffer[PATH_MAX];
    const char *path = below(name, buffer);
    if (!path) return real_unlink(name);
    pthread_mutex_lock(&lock);
    int code = meet(UNLINK, path), result = -1;
    if (code > 0) {
        errno = code;
    } else if ((result = real_unlink(name)) == 0) {
        record("unlink", path, "", 0, NULL, 0);
    }
    pthread_mutex_unlock(&lock);
    return result;
}

int mkdir(const char *name, mode_t mode) {
    pthread_once(&once, start);
    char buffer[PATH_MAX];
    const char *path = below(name, buffer);
    if (!path) return real_mkdir(name, mode);
    pthread_mutex_lock(&lock);
    int code = meet(OPEN, path), result = -1;
    if (code > 0) {
        errno = code;
    } else if ((result = real_mkdir(name, mode)) == 0) {
        record("mkdir", path, "", 0, NULL, 0);
    }
    pthread_mutex_unlock(&lock);
    return result;
}

int posix_fallocate64(int descriptor, off64_t offset, off64_t length) {
    pthread_once(&once, start);
    const char *path = path_of(descriptor);
    if (!path) return real_allocate(descriptor, offset, length);
    pthread_mutex_lock(&lock);
    int code = meet(ALLOCATE, path), result = code;
    if (code <= 0 && (result = real_allocate(descriptor, offset, length)) == 0) {
        record("allocate", path, "", offset + length, NULL, 0);
    }
    pthread_mutex_unlock(&lock);
    return result;
}

int posix_fallocate(int descriptor, off_t offset, off_t length) { return posix_fallocate64(descriptor, offset, length); }

int clock_gettime(clockid_t clock, struct timespec *now) {
    pthread_once(&once, start);
    int result = real_clock(clock, now);
    if (result != 0 || !civil || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)) return result;
    int64_t moment = civil->frozen ? civil->frozen : (int64_t)now->tv_sec * 1000000000 + now->tv_nsec + civil->offset;
    now->tv_sec = moment / 1000000000;
    now->tv_nsec = moment % 1000000000;
    return 0;
}

int gettimeofday(struct timeval *now, void *zone) {
    (void)zone;
    struct timespec moment;
    clock_gettime(CLOCK_REALTIME, &moment);
    now->tv_sec = moment.tv_sec;
    now->tv_usec = moment.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *now) {
    struct timespec moment;
    clock_gettime(CLOCK_REALTIME, &moment);
    if (now) *now = moment.tv_sec;
    return moment.tv_sec;
}
