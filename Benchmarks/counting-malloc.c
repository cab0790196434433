/* Counts calls of malloc and its kin, by thread, into the file that MALLOC_COUNTS names: for LD_PRELOAD. A slot is a thread
   id and a count, 64 bits each; processes and threads share the file. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { SLOTS = 1024 };

struct slot {
    _Atomic uint64_t thread;
    _Atomic uint64_t count;
};

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static struct slot *slots;
static __thread struct slot *mine __attribute__((tls_model("initial-exec")));
static __thread uint64_t owner __attribute__((tls_model("initial-exec")));

__attribute__((constructor)) static void open_counts(void) {
    const char *path = getenv("MALLOC_COUNTS");
    int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (file < 0) return;
    void *map = mmap(NULL, SLOTS * sizeof(struct slot), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (map != MAP_FAILED) slots = map;
}

/* A child of fork keeps its parent's slot until its first own call. */
__attribute__((constructor)) static void forget_slot_in_children(void);
static void forget_slot(void) { mine = NULL; }
extern int pthread_atfork(void (*)(void), void (*)(void), void (*)(void));
static void forget_slot_in_children(void) { pthread_atfork(NULL, NULL, forget_slot); }

static void count(void) {
    if (!slots) return;
    if (!mine) {
        owner = (uint64_t)syscall(SYS_gettid);
        for (int i = 0; i < SLOTS; i++) {
            uint64_t vacant = 0;
            if (atomic_compare_exchange_strong(&slots[i].thread, &vacant, owner)) {
                mine = &slots[i];
                break;
            }
        }
        if (!mine) return;
    }
    atomic_fetch_add_explicit(&mine->count, 1, memory_order_relaxed);
}

void *malloc(size_t size) { count(); return __libc_malloc(size); }
void *calloc(size_t number, size_t size) { count(); return __libc_calloc(number, size); }
void *realloc(void *pointer, size_t size) { count(); return __libc_realloc(pointer, size); }
void *memalign(size_t alignment, size_t size) { count(); return __libc_memalign(alignment, size); }
void *aligned_alloc(size_t alignment, size_t size) { count(); return __libc_memalign(alignment, size); }

int posix_memalign(void **result, size_t alignment, size_t size) {
    count();
    *result = __libc_memalign(alignment, size);
    return *result ? 0 : 12;
}
