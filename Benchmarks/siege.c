// Many clients that are no use to anybody, each from an address of its own, until SIGTERM.
//
// usage: siege PORT CLIENTS slow-head|slow-hello|flood|hello-flood
//   slow-head    sends the head of a request, a byte a second, for ever; is back within a second when it is cut
//   slow-hello   does so with the first message of TLS
//   flood        connects and ends, once a second
//   hello-flood  connects, says hello, waits for the server's answer, which costs a signature, and ends; once a second
// So a flood's pace is set, and what it takes of its core is bounded.
// SIGUSR1 begins the count anew. At the end prints {"opened": connections, "cut": ended by the server, "answered": hellos,
// "failed": not opened, "bytes": sent, "least": open at the same time, "most": of them, "microseconds": m}
#define _GNU_SOURCE
#include <openssl/ssl.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include "client.h"

enum { MOST_CLIENTS = 50000, MOST_HELLO = 4096, BATCH = 512 };
enum { CLOSED, DIALING, OPEN };

// A turn comes once a second: a byte, another try, or the end of what hangs.
static const long SECOND = 1000000000L;
static const long PATIENCE = 2 * 1000000000L;
// The slow ones come within so many seconds, so that they are cut a part at a time.
enum { SPREAD = 12 };

typedef struct {
    int descriptor, state, has_come;
    long began;
    size_t sent;
} client;

static client clients[MOST_CLIENTS];
static char message[MOST_HELLO];
static size_t message_length;
static int count, port, events, is_slow, says_hello;
static long open_now, opened, cut, answered, failed, bytes, least, most, counted_from, started;
static volatile sig_atomic_t is_over, begins_anew;

static void finish(int signal) {
    if (signal == SIGTERM) is_over = 1;
    else begins_anew = 1;
}

static void hang_up(client *each) {
    if (each->state == OPEN) open_now--;
    if (open_now < least) least = open_now;
    close(each->descriptor);
    each->state = CLOSED;
}

// From 127.1.0.1 on.
static void dial(client *each) {
    each->descriptor = socket_from((unsigned)(each - clients));
    each->began = now();
    each->sent = 0;
    each->state = DIALING;
    if (!connect_to(each->descriptor, port)) {
        failed++;
        return hang_up(each);
    }
    struct epoll_event event = {.events = EPOLLOUT, .data.ptr = each};
    if (epoll_ctl(events, EPOLL_CTL_ADD, each->descriptor, &event) != 0) die("epoll_ctl");
}

static void push(client *each, size_t length) {
    // For ever: what comes after the message is one of its bytes again.
    const char *next = each->sent < message_length ? message + each->sent : "a";
    ssize_t written = send(each->descriptor, next, length, MSG_NOSIGNAL);
    if (written > 0) {
        each->sent += (size_t)written;
        bytes += written;
    }
}

static void arrive(client *each) {
    int error = 0;
    socklen_t length = sizeof error;
    getsockopt(each->descriptor, SOL_SOCKET, SO_ERROR, &error, &length);
    if (error != 0 && error != ECONNRESET) {
        failed++;
        return hang_up(each);
    }
    each->state = OPEN;
    opened++;
    open_now++;
    // Taken, and ended before we could look.
    if (error == ECONNRESET) {
        cut++;
        return hang_up(each);
    }
    if (open_now > most) most = open_now;
    if (!is_slow && !says_hello) return hang_up(each);
    // A slow one begins with as much as it takes to be believed.
    push(each, is_slow ? (says_hello ? 5 : message_length) : message_length);
    struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP, .data.ptr = each};
    if (epoll_ctl(events, EPOLL_CTL_MOD, each->descriptor, &event) != 0) die("epoll_ctl");
}

static void notice(client *each) {
    char buffer[4096];
    ssize_t got = recv(each->descriptor, buffer, sizeof buffer, 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got > 0 && !is_slow) answered++;
    else if (got <= 0) cut++;
    // A slow one that is told something is about to be cut: it reads on until it is.
    if (got > 0 && is_slow) return;
    hang_up(each);
}

static void take_turn(client *each, long time) {
    if (each->state == CLOSED) {
        if (is_slow && !each->has_come && time - started < (each - clients) % SPREAD * SECOND) return;
        each->has_come = 1;
        return dial(each);
    }
    if (each->state == OPEN && is_slow) return push(each, 1);
    if (time - each->began < PATIENCE) return;
    failed++;
    hang_up(each);
}

static void begin_count(void) {
    opened = cut = answered = failed = bytes = 0;
    least = most = open_now;
    counted_from = now();
    begins_anew = 0;
}

static void write_message(void) {
    if (!says_hello) {
        message_length = (size_t)snprintf(message, sizeof message, "GET /bench HTTP/1.1\r\nHost: bench.example\r\nX-Slow: ");
        return;
    }
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    SSL *tls = context == NULL ? NULL : SSL_new(context);
    BIO *in = BIO_new(BIO_s_mem()), *out = BIO_new(BIO_s_mem());
    if (tls == NULL || in == NULL || out == NULL) die("SSL_new");
    SSL_set_bio(tls, in, out);
    SSL_set_tlsext_host_name(tls, "bench.example");
    SSL_connect(tls);
    int length = BIO_read(out, message, sizeof message);
    if (length <= 0) die("a hello");
    message_length = (size_t)length;
    SSL_free(tls);
    SSL_CTX_free(context);
}

int main(int words_count, char **words) {
    if (words_count != 4) return 2;
    port = atoi(words[1]);
    count = atoi(words[2]);
    is_slow = strncmp(words[3], "slow-", 5) == 0;
    says_hello = strstr(words[3], "hello") != NULL;
    if (count < 1 || count > MOST_CLIENTS) return 2;
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    if (files.rlim_cur < (rlim_t)count + 16) { errno = EMFILE; die("clients"); }
    struct sigaction action = {.sa_handler = finish};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGUSR1, &action, NULL);
    write_message();
    events = epoll_create1(EPOLL_CLOEXEC);
    begin_count();
    struct epoll_event ready[BATCH];
    long turns = 0;
    started = now();
    while (!is_over) {
        if (begins_anew) begin_count();
        int number = epoll_wait(events, ready, BATCH, 1);
        for (int index = 0; index < number; index++) {
            client *each = ready[index].data.ptr;
            if (each->state == DIALING) arrive(each);
            else if (each->state == OPEN) notice(each);
        }
        long time = now(), due = (long)((double)(time - started) / (double)SECOND * count);
        // Turns that were missed are not made up for.
        if (due - turns > count) turns = due - count;
        for (; turns < due; turns++) take_turn(&clients[turns % count], time);
    }
    printf("{\"opened\": %ld, \"cut\": %ld, \"answered\": %ld, \"failed\": %ld, \"bytes\": %ld, \"least\": %ld, \"most\": %ld, "
           "\"microseconds\": %ld}\n",
           opened, cut, answered, failed, bytes, least, most, (now() - counted_from) / 1000);
    return 0;
}
