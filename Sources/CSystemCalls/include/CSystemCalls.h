#ifndef CSYSTEMCALLS_H
#define CSYSTEMCALLS_H

/// What the kernel says of the system clock, adjtimex(2): 1 synchronised, 0 not, -1 when it may not be asked.
int system_clock_is_synchronised(void);

/// Keeps other processes of the user from reading this one's memory, prctl(2) PR_SET_DUMPABLE: 0 when done.
int system_make_undumpable(void);

#endif
