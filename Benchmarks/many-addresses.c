// Sends keys that are none, over keep-alive connections of which each comes from an address of its own and ends before
// the address has used up its budget of failures; another one from the next address takes its place.
//
// usage: many-addresses PORT KEYS-FILE REQUESTS CONNECTIONS REQUESTS-PER-ADDRESS FIRST-ADDRESS
// prints {"requests": answered, "limited": with 429, "other": neither 401 nor 429, "addresses": used, "microseconds": m}
#define _GNU_SOURCE
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "client.h"

enum { MOST_CONNECTIONS = 1024, MOST_KEYS = 65536, BUFFER = 8192 };

typedef struct {
    int descriptor;
    long sent;
    size_t filled;
    char buffer[BUFFER];
} connection;

static connection connections[MOST_CONNECTIONS];
static char *keys[MOST_KEYS];
static long key_count, sent, answered, limited, other, per_address, wanted;
static unsigned next_address, first_address;
static int events, port;

static void ask(connection *each) {
    char request[512];
    int length = snprintf(
        request, sizeof request, "GET /bench HTTP/1.1\r\nHost: bench.example\r\nX-API-Key: %s\r\n\r\n",
        keys[sent++ % key_count]);
    if (send(each->descriptor, request, (size_t)length, MSG_NOSIGNAL) != length) die("send");
    each->sent++;
}

// 127.1.0.1 and on, leaving out no address that the loopback device answers to.
static void dial(connection *each) {
    unsigned number = next_address++;
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f010001u + number)};
    struct sockaddr_in there = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int yes = 1;
    each->descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (each->descriptor < 0) die("socket");
    setsockopt(each->descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (bind(each->descriptor, (struct sockaddr *)&here, sizeof here) != 0) die("bind");
    if (connect(each->descriptor, (struct sockaddr *)&there, sizeof there) != 0) die("connect");
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = each};
    if (epoll_ctl(events, EPOLL_CTL_ADD, each->descriptor, &event) != 0) die("epoll_ctl");
    each->sent = 0;
    each->filled = 0;
    ask(each);
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
    answered++;
    if (strncmp(each->buffer, "HTTP/1.1 429", 12) == 0) limited++;
    else if (strncmp(each->buffer, "HTTP/1.1 401", 12) != 0) other++;
    each->filled = 0;
    int is_spent = each->sent >= per_address;
    if (is_spent || sent >= wanted) {
        close(each->descriptor);
        each->descriptor = -1;
    }
    if (sent >= wanted) return;
    if (is_spent) dial(each);
    else ask(each);
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

int main(int count, char **words) {
    if (count != 7) return 2;
    port = atoi(words[1]);
    read_keys(words[2]);
    wanted = atol(words[3]);
    int width = atoi(words[4]);
    per_address = atol(words[5]);
    first_address = next_address = (unsigned)atol(words[6]);
    if (width < 1 || width > MOST_CONNECTIONS || wanted < width || per_address < 1) return 2;
    events = epoll_create1(EPOLL_CLOEXEC);
    struct timespec began, ended;
    clock_gettime(CLOCK_MONOTONIC, &began);
    for (int index = 0; index < width; index++) dial(&connections[index]);
    struct epoll_event ready[64];
    while (answered < wanted) {
        int number = epoll_wait(events, ready, 64, 10000);
        if (number == 0) { errno = ETIMEDOUT; die("an answer"); }
        for (int index = 0; index < number; index++) take(ready[index].data.ptr);
    }
    clock_gettime(CLOCK_MONOTONIC, &ended);
    long microseconds = (ended.tv_sec - began.tv_sec) * 1000000 + (ended.tv_nsec - began.tv_nsec) / 1000;
    printf("{\"requests\": %ld, \"limited\": %ld, \"other\": %ld, \"addresses\": %u, \"microseconds\": %ld}\n",
           answered, limited, other, next_address - first_address, microseconds);
    return 0;
}
