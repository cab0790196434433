// Sends requests at a steady rate over keep-alive connections, however long the answers take, with keys taken in turn from a
// file. A latency counts from the moment at which the request was due, so that nothing hides behind a slow answer.
//
// usage: steady PORT KEYS-FILE REQUESTS-PER-SECOND CONNECTIONS SECONDS
// prints {"requests": answered, "refused": not with 200, "p50": microseconds, "p99": m, "p999": m, "most": m}
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST_CONNECTIONS = 1024, MOST_KEYS = 65536, BUFFER = 8192 };

typedef struct {
    int descriptor;
    long due;
    size_t filled;
    char buffer[BUFFER];
} connection;

static connection connections[MOST_CONNECTIONS];
static connection *idle[MOST_CONNECTIONS];
static int idle_count, key_count;
static char *keys[MOST_KEYS];
static long began, interval, sent, answered, refused, *latencies;

static void die(const char *what) {
    perror(what);
    exit(1);
}

// Nanoseconds.
static long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000L + time.tv_nsec;
}

static void ask(connection *each) {
    char request[512];
    int length = snprintf(
        request, sizeof request, "GET /bench HTTP/1.1\r\nHost: bench.example\r\nX-API-Key: %s\r\n\r\n",
        keys[sent % key_count]);
    each->due = began + sent++ * interval;
    if (send(each->descriptor, request, (size_t)length, MSG_NOSIGNAL) != length) die("send");
}

static void dial(connection *each, int port, int events) {
    struct sockaddr_in there = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int yes = 1;
    each->descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (each->descriptor < 0) die("socket");
    setsockopt(each->descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (connect(each->descriptor, (struct sockaddr *)&there, sizeof there) != 0) die("connect");
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = each};
    if (epoll_ctl(events, EPOLL_CTL_ADD, each->descriptor, &event) != 0) die("epoll_ctl");
    idle[idle_count++] = each;
}

// Whether the buffer holds a whole answer.
static int is_whole(connection *each) {
    each->buffer[each->filled] = 0;
    char *end = strstr(each->buffer, "\r\n\r\n");
    if (end == NULL) return 0;
    char *length = strcasestr(each->buffer, "\r\ncontent-length:");
    size_t body = length != NULL && length < end ? strtoul(length + 17, NULL, 10) : 0;
    return each->filled >= (size_t)(end + 4 - each->buffer) + body;
}

static void take(connection *each) {
    ssize_t count = recv(each->descriptor, each->buffer + each->filled, BUFFER - 1 - each->filled, 0);
    if (count <= 0) die("recv");
    each->filled += (size_t)count;
    if (!is_whole(each)) return;
    latencies[answered++] = now() - each->due;
    if (strncmp(each->buffer, "HTTP/1.1 200", 12) != 0) refused++;
    each->filled = 0;
    idle[idle_count++] = each;
}

static void read_keys(const char *path) {
    FILE *file = fopen(path, "r");
    if (file == NULL) die(path);
    char line[256];
    while (key_count < MOST_KEYS && fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = 0;
        keys[key_count++] = strdup(line);
    }
    fclose(file);
    if (key_count == 0) exit(1);
}

static int compare(const void *one, const void *other) {
    long first = *(const long *)one, second = *(const long *)other;
    return (first > second) - (first < second);
}

// Microseconds.
static double percentile(double share) { return (double)latencies[(long)((double)(answered - 1) * share)] / 1000; }

int main(int count, char **words) {
    if (count != 6) return 2;
    read_keys(words[2]);
    long rate = atol(words[3]), wanted = rate * atol(words[5]);
    int width = atoi(words[4]);
    if (width < 1 || width > MOST_CONNECTIONS || wanted < 1) return 2;
    latencies = calloc((size_t)wanted, sizeof *latencies);
    if (latencies == NULL) die("calloc");
    // A wait ends when it is asked to, not fifty microseconds later.
    prctl(PR_SET_TIMERSLACK, 1);
    int events = epoll_create1(EPOLL_CLOEXEC);
    for (int index = 0; index < width; index++) dial(&connections[index], atoi(words[1]), events);
    interval = 1000000000L / rate;
    began = now();
    struct epoll_event ready[64];
    while (answered < wanted) {
        while (sent < wanted && idle_count > 0 && began + sent * interval <= now()) ask(idle[--idle_count]);
        long wait = sent < wanted && idle_count > 0 ? began + sent * interval - now() : 10000000000L;
        if (wait < 0) wait = 0;
        struct timespec limit = {.tv_sec = wait / 1000000000L, .tv_nsec = wait % 1000000000L};
        int number = epoll_pwait2(events, ready, 64, &limit, NULL);
        if (number < 0 && errno != EINTR) die("epoll_pwait2");
        if (number == 0 && wait == 10000000000L) { errno = ETIMEDOUT; die("an answer"); }
        for (int index = 0; index < number; index++) take(ready[index].data.ptr);
    }
    qsort(latencies, (size_t)answered, sizeof *latencies, compare);
    printf("{\"requests\": %ld, \"refused\": %ld, \"p50\": %.1f, \"p99\": %.1f, \"p999\": %.1f, \"most\": %.1f}\n", answered,
           refused, percentile(0.5), percentile(0.99), percentile(0.999), percentile(1));
    return 0;
}
