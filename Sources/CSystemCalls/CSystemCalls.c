#define _GNU_SOURCE
#include "CSystemCalls.h"

#include <pthread.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/timex.h>

int system_clock_is_synchronised(void) {
    struct timex state;
    memset(&state, 0, sizeof state);
    int result = adjtimex(&state);
    if (result < 0) {
        return -1;
    }
    return result == TIME_ERROR ? 0 : 1;
}

int system_make_undumpable(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

int system_accept(int listener, void *address, unsigned int *length) {
    return accept4(listener, address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

void system_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }
