#ifndef CSENDRING_H
#define CSENDRING_H

#include <stddef.h>

/// Many send(2) in one system call, through io_uring(7).
struct send_ring;

/// A ring for so many sends at once; NULL where the kernel has none or does not let this process have one.
struct send_ring *send_ring_create(unsigned int entries);

void send_ring_destroy(struct send_ring *ring);

/// The ring's own descriptor.
int send_ring_descriptor(const struct send_ring *ring);

/// Puts a send in; the bytes stay where they are until `send_ring_submit` is back. No more than `entries` at once, and
/// their indices count from 0.
void send_ring_add(struct send_ring *ring, int descriptor, const void *bytes, size_t count, unsigned int index);

/// Sends everything put in, blocks for none of it, and writes what came of each to `results` by its index: the bytes
/// taken, or a negated errno. -EAGAIN: nothing of it was sent; -ECANCELED: nobody knows.
///
/// 0 when done; otherwise a negated errno, and the ring must be destroyed: it may still hold sends of this call.
int send_ring_submit(struct send_ring *ring, unsigned int count, int *results);

#endif
