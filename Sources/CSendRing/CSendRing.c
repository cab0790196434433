#include "CSendRing.h"

#include <errno.h>
#include <liburing.h>
#include <stdlib.h>
#include <sys/socket.h>

struct send_ring {
    struct io_uring ring;
};

struct send_ring *send_ring_create(unsigned int entries) {
    struct send_ring *made = malloc(sizeof *made);
    if (made == NULL) {
        return NULL;
    }
    if (io_uring_queue_init(entries, &made->ring, 0) != 0) {
        free(made);
        return NULL;
    }
    return made;
}

void send_ring_destroy(struct send_ring *ring) {
    io_uring_queue_exit(&ring->ring);
    free(ring);
}

void send_ring_add(struct send_ring *ring, int descriptor, const void *bytes, size_t count, unsigned int index) {
    struct io_uring_sqe *entry = io_uring_get_sqe(&ring->ring);
    if (entry == NULL) {
        return;
    }
    io_uring_prep_send(entry, descriptor, bytes, count, MSG_DONTWAIT | MSG_NOSIGNAL);
    entry->user_data = index;
}

int send_ring_submit(struct send_ring *ring, unsigned int count, int *results) {
    unsigned int submitted = 0;
    while (submitted < count) {
        int status = io_uring_submit_and_wait(&ring->ring, count - submitted);
        if (status < 0 && status != -EINTR) {
            return status;
        }
        submitted += status > 0 ? (unsigned int)status : 0;
    }
    for (unsigned int reaped = 0; reaped < count; reaped++) {
        struct io_uring_cqe *event;
        int status = io_uring_wait_cqe(&ring->ring, &event);
        if (status == -EINTR) {
            reaped--;
            continue;
        }
        if (status < 0) {
            return status;
        }
        if (event->user_data < count) {
            results[event->user_data] = event->res;
        }
        io_uring_cqe_seen(&ring->ring, event);
    }
    return 0;
}
