#include "CSendRing.h"

#include <errno.h>
#include <liburing.h>
#include <stdlib.h>
#include <sys/socket.h>

struct send_ring {
    struct io_uring ring;
};

/// Kernels before 5.6 have rings that cannot send.
static int can_send(struct io_uring *ring) {
    struct io_uring_probe *probe = io_uring_get_probe_ring(ring);
    if (probe == NULL) {
        return 0;
    }
    int is_supported = io_uring_opcode_supported(probe, IORING_OP_SEND);
    io_uring_free_probe(probe);
    return is_supported;
}

struct send_ring *send_ring_create(unsigned int entries) {
    struct send_ring *made = malloc(sizeof *made);
    if (made == NULL) {
        return NULL;
    }
    if (io_uring_queue_init(entries, &made->ring, 0) != 0) {
        free(made);
        return NULL;
    }
    if (!can_send(&made->ring)) {
        send_ring_destroy(made);
        return NULL;
    }
    return made;
}

void send_ring_destroy(struct send_ring *ring) {
    io_uring_queue_exit(&ring->ring);
    free(ring);
}

int send_ring_descriptor(const struct send_ring *ring) { return ring->ring.ring_fd; }

void send_ring_add(struct send_ring *ring, int descriptor, const void *bytes, size_t count, unsigned int index) {
    struct io_uring_sqe *entry = io_uring_get_sqe(&ring->ring);
    if (entry == NULL) {
        return;
    }
    io_uring_prep_send(entry, descriptor, bytes, count, MSG_DONTWAIT | MSG_NOSIGNAL);
    entry->user_data = index;
}

/// Hands all sends to the kernel; what it has taken counts as failed until its result is there.
static int submit(struct send_ring *ring, unsigned int count, int *results, unsigned int *submitted) {
    while (*submitted < count) {
        int status = io_uring_submit_and_wait(&ring->ring, count - *submitted);
        if (status == -EINTR) {
            continue;
        }
        if (status <= 0) {
            return status < 0 ? status : -EIO;
        }
        for (int taken = 0; taken < status && *submitted < count; taken++) {
            results[(*submitted)++] = -ECANCELED;
        }
    }
    return 0;
}

int send_ring_submit(struct send_ring *ring, unsigned int count, int *results) {
    for (unsigned int index = 0; index < count; index++) {
        results[index] = -EAGAIN;
    }
    unsigned int submitted = 0;
    int failure = submit(ring, count, results, &submitted);
    for (unsigned int reaped = 0; reaped < submitted;) {
        struct io_uring_cqe *event;
        // None of the sends waits: after a failure, what is not there yet never comes.
        int status = failure == 0 ? io_uring_wait_cqe(&ring->ring, &event) : io_uring_peek_cqe(&ring->ring, &event);
        if (status == -EINTR) {
            continue;
        }
        if (status < 0) {
            return failure == 0 ? status : failure;
        }
        if (event->user_data < count) {
            results[event->user_data] = event->res;
        }
        io_uring_cqe_seen(&ring->ring, event);
        reaped++;
    }
    return failure;
}
