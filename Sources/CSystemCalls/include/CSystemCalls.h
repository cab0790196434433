#ifndef CSYSTEMCALLS_H
#define CSYSTEMCALLS_H

#include <sys/epoll.h>
#include <sys/eventfd.h>

/// What the kernel says of the system clock, adjtimex(2): 1 synchronised, 0 not, -1 when it may not be asked.
int system_clock_is_synchronised(void);

/// Keeps other processes of the user from reading this one's memory, prctl(2) PR_SET_DUMPABLE: 0 when done.
int system_make_undumpable(void);

/// Accepts a connection that does not block and that programs we start do not get, accept4(2).
/// `address` is a `struct sockaddr` of `*length` bytes.
int system_accept(int listener, void *address, unsigned int *length);

/// Names the calling thread for whoever looks at the process, pthread_setname_np(3): at most 15 bytes.
void system_name_thread(const char *name);

/// Has the allocator keep up to so many bytes at the end of each of its arenas for whoever asks next, and take pieces of less than
/// `larger` bytes from there, mallopt(3). What it gives back at once has to be asked of the kernel, and cleared by it, for every
/// buffer that comes and goes.
void system_keep_freed_memory(int bytes, int larger);

/// Gives the calling thread turns of so many nanoseconds on the processor, sched_setattr(2), from its next turn on, which it
/// waits for; 0 for the usual ones. A thread with shorter turns that wakes runs before one in a long turn. Without effect on
/// what is older than Linux 6.12.
void system_set_turn(unsigned long long nanoseconds);

#endif
