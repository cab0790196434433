#ifndef CSYSTEMCLOCK_H
#define CSYSTEMCLOCK_H

/// What the kernel says of the system clock, adjtimex(2): 1 synchronised, 0 not, -1 when it may not be asked.
int system_clock_is_synchronised(void);

#endif
