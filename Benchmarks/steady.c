// Sends requests at a steady rate over keep-alive connections, however long the answers take, with keys taken in turn from a
// file. A latency counts from the moment at which the request was due, so that nothing hides behind a slow answer.
//
// usage: steady PORT KEYS-FILE REQUESTS-PER-SECOND CONNECTIONS SECONDS [plain|tls] [survives] [UNCOUNTED-SECONDS]
// prints {"requests": answered or lost, "refused": not with 200, "lost": with their connections, "p50": microseconds,
//         "p99": m, "p999": m, "most": m, "microseconds": from the first that was due to the last}
// Uncounted seconds come first. With `survives` a connection that ends loses its request and is opened anew; without, it
// ends the program.
#define _GNU_SOURCE
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "client.h"

enum { MOST_CONNECTIONS = 1024, MOST_KEYS = 65536, BUFFER = 8192 };

typedef struct {
    int descriptor, is_busy;
    SSL *tls;
    long due, number;
    size_t filled;
    char buffer[BUFFER];
} connection;

static connection connections[MOST_CONNECTIONS];
static connection *idle[MOST_CONNECTIONS];
static int idle_count, key_count, port, events, survives;
static SSL_CTX *context;
static char *keys[MOST_KEYS];
static long began, interval, sent, answered, refused, lost, counted, uncounted, *latencies;

static void dial(connection *each);

// Whether a request that has had its answer, or never will, is one that counts.
static int count_answer(connection *each) {
    answered++;
    if (each->number < uncounted) return 0;
    latencies[counted++] = now() - each->due;
    return 1;
}

// The request is gone with its connection; another one takes its place.
static void lose(connection *each, const char *what) {
    if (!survives) die(what);
    if (each->is_busy) lost += count_answer(each);
    if (each->tls != NULL) SSL_free(each->tls);
    ERR_clear_error();
    close(each->descriptor);
    dial(each);
}

static void ask(connection *each) {
    char request[512];
    int length = snprintf(
        request, sizeof request, "GET /bench HTTP/1.1\r\nHost: bench.example\r\nX-API-Key: %s\r\n\r\n",
        keys[sent % key_count]);
    each->number = sent;
    each->due = began + sent++ * interval;
    each->is_busy = 1;
    long written = each->tls != NULL ? SSL_write(each->tls, request, length)
                                     : send(each->descriptor, request, (size_t)length, MSG_NOSIGNAL);
    if (written != length) lose(each, "send");
}

static int is_open(connection *each) {
    struct sockaddr_in there = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int yes = 1;
    each->tls = NULL;
    each->filled = 0;
    each->is_busy = 0;
    each->descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (each->descriptor < 0) die("socket");
    // Whoever is let wait for a connection has lost it.
    struct timeval patience = {.tv_sec = 5};
    setsockopt(each->descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(each->descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    setsockopt(each->descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (connect(each->descriptor, (struct sockaddr *)&there, sizeof there) != 0) return 0;
    if (context != NULL) {
        each->tls = SSL_new(context);
        if (each->tls == NULL || SSL_set_fd(each->tls, each->descriptor) != 1) die("SSL_new");
        if (SSL_connect(each->tls) != 1) return 0;
    }
    return fcntl(each->descriptor, F_SETFL, fcntl(each->descriptor, F_GETFL) | O_NONBLOCK) == 0;
}

static void dial(connection *each) {
    for (int tries = survives ? 20 : 1; !is_open(each); tries--) {
        if (tries <= 1) die("connect");
        if (each->tls != NULL) SSL_free(each->tls);
        ERR_clear_error();
        close(each->descriptor);
    }
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

// Bytes; 0 when there are none yet, below 0 when there will be none.
static long read_more(connection *each) {
    char *free = each->buffer + each->filled;
    size_t room = BUFFER - 1 - each->filled;
    if (each->tls == NULL) {
        ssize_t count = recv(each->descriptor, free, room, 0);
        return count > 0 ? count : count < 0 && errno == EAGAIN ? 0 : -1;
    }
    int count = SSL_read(each->tls, free, (int)room);
    return count > 0 ? count : SSL_get_error(each->tls, count) == SSL_ERROR_WANT_READ ? 0 : -1;
}

// One that waits for its turn stands in `idle`, and is taken out before it is opened anew.
static void forget(connection *each) {
    for (int index = 0; index < idle_count; index++)
        if (idle[index] == each) {
            idle[index] = idle[--idle_count];
            return;
        }
}

static void take(connection *each) {
    long count = read_more(each);
    if (count == 0) return;
    if (count < 0 || !each->is_busy) {
        if (!each->is_busy) forget(each);
        return lose(each, "recv");
    }
    each->filled += (size_t)count;
    if (!is_whole(each)) return;
    if (count_answer(each) && strncmp(each->buffer, "HTTP/1.1 200", 12) != 0) refused++;
    each->filled = 0;
    each->is_busy = 0;
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
static double percentile(double share) { return (double)latencies[(long)((double)(counted - 1) * share)] / 1000; }

int main(int count, char **words) {
    if (count < 6 || count > 9) return 2;
    read_keys(words[2]);
    long rate = atol(words[3]), wanted = rate * atol(words[5]);
    int width = atoi(words[4]);
    port = atoi(words[1]);
    uncounted = count == 9 ? rate * atol(words[8]) : 0;
    wanted += uncounted;
    survives = count >= 8 && strcmp(words[7], "survives") == 0;
    if (count > 6 && strcmp(words[6], "tls") == 0) {
        context = SSL_CTX_new(TLS_client_method());
        if (context == NULL) die("SSL_CTX");
        // Whose certificate it is, is not asked.
        SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);
    }
    signal(SIGPIPE, SIG_IGN);
    if (width < 1 || width > MOST_CONNECTIONS || rate < 1 || uncounted < 0 || wanted <= uncounted) return 2;
    latencies = calloc((size_t)wanted, sizeof *latencies);
    if (latencies == NULL) die("calloc");
    // A wait ends when it is asked to, not fifty microseconds later.
    prctl(PR_SET_TIMERSLACK, 1);
    events = epoll_create1(EPOLL_CLOEXEC);
    for (int index = 0; index < width; index++) dial(&connections[index]);
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
    long microseconds = (now() - began - uncounted * interval) / 1000;
    qsort(latencies, (size_t)counted, sizeof *latencies, compare);
    printf("{\"requests\": %ld, \"refused\": %ld, \"lost\": %ld, \"p50\": %.1f, \"p99\": %.1f, \"p999\": %.1f, \"most\": %.1f, "
           "\"microseconds\": %ld}\n",
           counted, refused, lost, percentile(0.5), percentile(0.99), percentile(0.999), percentile(1), microseconds);
    return 0;
}
