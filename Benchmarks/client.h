// What the clients of the bench have in common.

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

static inline void die(const char *what) {
    perror(what);
    exit(1);
}

// Nanoseconds.
static inline long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000L + time.tv_nsec;
}

// A socket with an address of its own, the given number of steps from 127.1.0.1 on. Its port is chosen when it connects.
static inline int socket_from(unsigned step) {
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f010001u + step)};
    int yes = 1;
    int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) die("socket");
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    setsockopt(descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
    if (bind(descriptor, (struct sockaddr *)&here, sizeof here) != 0) die("bind");
    return descriptor;
}

// Begins to connect to that port of 127.0.0.1; whether it could.
static inline bool connect_to(int descriptor, int port) {
    struct sockaddr_in there = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    return connect(descriptor, (struct sockaddr *)&there, sizeof there) == 0 || errno == EINPROGRESS;
}
