// Opens TLS 1.3 connections for so long, several at a time: each makes its handshake, asks once when it has a key to ask
// with, and says that it ends (close_notify). It counts when the server has ended it too, and so was through itself.
//
// usage: handshakes PORT CONNECTIONS SECONDS full|resumed [KEY]
// prints {"handshakes": done, "resumed": of them, "failed": ended early, "tickets": got, "microseconds": m, "p50": m, "p99": m}
#define _GNU_SOURCE
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "client.h"

enum { MOST_CONNECTIONS = 256, MOST_LATENCIES = 1 << 20, BUFFER = 8192 };

typedef struct {
    int descriptor, events, is_through, is_closing;
    long began;
    SSL *tls;
    // The newest that this place was given.
    SSL_SESSION *session;
    size_t filled;
    char buffer[BUFFER];
} place;

static place places[MOST_CONNECTIONS];
static SSL_CTX *context;
static int events, port, resumes, is_over, slot;
static unsigned next_address;
static const char *key;
static long done, resumed, failed, tickets, *latencies;

static void die_of_tls(const char *what) {
    if (ERR_peek_error() != 0) ERR_print_errors_fp(stderr);
    die(what);
}

static void refuse(const char *what) {
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static int keep_ticket(SSL *tls, SSL_SESSION *session) {
    place *each = SSL_get_ex_data(tls, slot);
    if (each->session != NULL) SSL_SESSION_free(each->session);
    each->session = SSL_SESSION_dup(session);
    if (each->session == NULL) die_of_tls("a ticket");
    tickets++;
    return 0;
}

static void watch(place *each, int wanted) {
    if (each->events == wanted) return;
    struct epoll_event event = {.events = (uint32_t)wanted, .data.ptr = each};
    int act = each->events == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
    if (epoll_ctl(events, act, each->descriptor, &event) != 0) die("epoll_ctl");
    each->events = wanted;
}

// What a connection uses is spoilt when its server ends without a close_notify; what is kept is not. A server that
// gives no new ticket when one is used is shown the last one again.
static void offer_session(place *each) {
    if (!resumes) return;
    SSL_SESSION *copy = SSL_SESSION_dup(each->session);
    if (copy == NULL || SSL_set_session(each->tls, copy) != 1) die_of_tls("the session");
    SSL_SESSION_free(copy);
}

// From 200 addresses in turn, so that ports last however long ended connections keep theirs.
static void dial(place *each) {
    each->descriptor = socket_from(next_address++ % 200);
    each->began = now();
    if (!connect_to(each->descriptor, port)) die("connect");
    each->tls = SSL_new(context);
    if (each->tls == NULL || SSL_set_fd(each->tls, each->descriptor) != 1) die_of_tls("SSL_new");
    SSL_set_ex_data(each->tls, slot, each);
    if (SSL_set_tlsext_host_name(each->tls, "bench.example") != 1) die_of_tls("the name");
    offer_session(each);
    SSL_set_connect_state(each->tls);
    each->is_through = each->is_closing = 0;
    each->filled = 0;
    each->events = 0;
    watch(each, EPOLLOUT);
}

static void end(place *each, int was_good) {
    if (was_good) {
        if (done < MOST_LATENCIES) latencies[done] = now() - each->began;
        done++;
        resumed += SSL_session_reused(each->tls);
    } else {
        failed++;
    }
    ERR_clear_error();
    SSL_free(each->tls);
    close(each->descriptor);
    each->tls = NULL;
    if (!is_over) dial(each);
}

// That it is the handshake that was meant.
static void check(place *each) {
    if (SSL_version(each->tls) != TLS1_3_VERSION) refuse("not TLS 1.3");
    if (strcmp(SSL_get_cipher_name(each->tls), "TLS_AES_256_GCM_SHA384") != 0) refuse("another suite");
    if (SSL_get_negotiated_group(each->tls) != NID_X25519) refuse("another group, or no exchange of keys");
    if (SSL_session_reused(each->tls)) return;
    X509 *certificate = SSL_get0_peer_certificate(each->tls);
    EVP_PKEY *public = certificate == NULL ? NULL : X509_get0_pubkey(certificate);
    if (public == NULL || EVP_PKEY_id(public) != EVP_PKEY_EC || EVP_PKEY_bits(public) != 256) refuse("another certificate");
}

static int is_whole(place *each) {
    each->buffer[each->filled] = 0;
    char *head = strstr(each->buffer, "\r\n\r\n");
    if (head == NULL) return 0;
    char *length = strcasestr(each->buffer, "\r\ncontent-length:");
    size_t body = length != NULL && length < head ? strtoul(length + 17, NULL, 10) : 0;
    return each->filled >= (size_t)(head + 4 - each->buffer) + body;
}

static void say_end(place *each) {
    if (each->is_closing) return;
    each->is_closing = 1;
    if (SSL_shutdown(each->tls) < 0) die_of_tls("close_notify");
}

// Goes on as far as it goes.
static void advance(place *each) {
    if (!each->is_through) {
        int result = SSL_do_handshake(each->tls);
        if (result != 1) {
            int error = SSL_get_error(each->tls, result);
            if (error == SSL_ERROR_WANT_READ) watch(each, EPOLLIN);
            else if (error == SSL_ERROR_WANT_WRITE) watch(each, EPOLLOUT);
            else end(each, 0);
            return;
        }
        check(each);
        each->is_through = 1;
        if (key != NULL) {
            char request[512];
            int length = snprintf(
                request, sizeof request, "GET /bench HTTP/1.1\r\nHost: bench.example\r\nX-API-Key: %s\r\n\r\n", key);
            if (SSL_write(each->tls, request, length) != length) die_of_tls("a request");
        }
        watch(each, EPOLLIN);
    }
    if (key == NULL) say_end(each);
    for (;;) {
        int count = SSL_read(each->tls, each->buffer + each->filled, (int)(BUFFER - 1 - each->filled));
        if (count <= 0) {
            int error = SSL_get_error(each->tls, count);
            if (error != SSL_ERROR_WANT_READ) end(each, each->is_closing && error == SSL_ERROR_ZERO_RETURN);
            return;
        }
        each->filled += (size_t)count;
        if (!is_whole(each)) continue;
        if (strncmp(each->buffer, "HTTP/1.1 200", 12) != 0) refuse(each->buffer);
        say_end(each);
    }
}

static void set_up(void) {
    context = SSL_CTX_new(TLS_client_method());
    slot = SSL_get_ex_new_index(0, NULL, NULL, NULL, NULL);
    if (context == NULL || slot < 0 || SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) != 1
        || SSL_CTX_set_ciphersuites(context, "TLS_AES_256_GCM_SHA384") != 1
        || SSL_CTX_set1_groups_list(context, "X25519") != 1)
        die_of_tls("SSL_CTX");
    // Who ends without a close_notify of its own has ended too.
    SSL_CTX_set_options(context, SSL_OP_IGNORE_UNEXPECTED_EOF);
    // Whose certificate it is, is not asked; that it has the key of it, always is.
    SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(context, keep_ticket);
}

static int compare(const void *one, const void *other) {
    long first = *(const long *)one, second = *(const long *)other;
    return (first > second) - (first < second);
}

// Microseconds.
static double percentile(double share) {
    long count = done < MOST_LATENCIES ? done : MOST_LATENCIES;
    return count == 0 ? 0 : (double)latencies[(long)((double)(count - 1) * share)] / 1000;
}

static void run(int width, long nanoseconds) {
    long last = now() + nanoseconds;
    is_over = 0;
    for (int index = 0; index < width; index++) dial(&places[index]);
    struct epoll_event ready[MOST_CONNECTIONS];
    while (now() < last) {
        int number = epoll_wait(events, ready, MOST_CONNECTIONS, 5000);
        if (number == 0) { errno = ETIMEDOUT; die_of_tls("an answer"); }
        if (number < 0 && errno != EINTR) die("epoll_wait");
        for (int index = 0; index < number; index++) advance(ready[index].data.ptr);
    }
    is_over = 1;
    for (int index = 0; index < width; index++) {
        SSL_free(places[index].tls);
        close(places[index].descriptor);
    }
}

int main(int count, char **words) {
    if (count != 5 && count != 6) return 2;
    port = atoi(words[1]);
    int width = atoi(words[2]);
    double seconds = atof(words[3]);
    int wants_resumed = strcmp(words[4], "resumed") == 0;
    key = count == 6 ? words[5] : NULL;
    if (width < 1 || width > MOST_CONNECTIONS || seconds <= 0) return 2;
    latencies = calloc(MOST_LATENCIES, sizeof *latencies);
    if (latencies == NULL) die("calloc");
    events = epoll_create1(EPOLL_CLOEXEC);
    set_up();
    // A ticket for every place: no more than that is needed.
    run(width, 300000000L);
    for (int index = 0; wants_resumed && index < width; index++)
        if (places[index].session == NULL) refuse("no ticket");
    resumes = wants_resumed;
    done = resumed = failed = tickets = 0;
    printf("ready\n");
    fflush(stdout);
    if (getchar() == EOF) return 1;
    long began = now();
    run(width, (long)(seconds * 1e9));
    long microseconds = (now() - began) / 1000;
    qsort(latencies, (size_t)(done < MOST_LATENCIES ? done : MOST_LATENCIES), sizeof *latencies, compare);
    printf("{\"handshakes\": %ld, \"resumed\": %ld, \"failed\": %ld, \"tickets\": %ld, \"microseconds\": %ld, "
           "\"p50\": %.1f, \"p99\": %.1f}\n",
           done, resumed, failed, tickets, microseconds, percentile(0.5), percentile(0.99));
    return 0;
}
