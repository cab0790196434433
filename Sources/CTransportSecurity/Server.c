#include "Server.h"

#include "ClientTrust.h"
#include "Context.h"
#include "Identity.h"
#include "Tickets.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct tls_server {
    atomic_int users;
    size_t count;
    tls_identity **identities;
    /// One of each identity, in their order; a connection begins with the first.
    SSL_CTX **contexts;
    tls_tickets *tickets;
    client_trust trust;
};

/// Whether the leaf is for that name. Wildcards are the whole first label, and stand for one (RFC 6125, 6.4.3).
static bool fits(const tls_identity *identity, const char *name) {
    return X509_check_host(
               identity->leaf, name, 0,
               X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS, NULL)
        == 1;
}

/// Goes on with the identity that the client asks for; one that nobody has gets the first, as clients without a name do.
static int choose(SSL *ssl, int *alert, void *context) {
    (void)alert;
    tls_server *server = context;
    const char *name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
    if (name == NULL) {
        return SSL_TLSEXT_ERR_NOACK;
    }
    for (size_t index = 0; index < server->count; index++) {
        if (fits(server->identities[index], name)) {
            return SSL_set_SSL_CTX(ssl, server->contexts[index]) == NULL ? SSL_TLSEXT_ERR_ALERT_FATAL
                                                                       : SSL_TLSEXT_ERR_OK;
        }
    }
    return SSL_TLSEXT_ERR_NOACK;
}

/// HTTP/1.1 is what is spoken here. A client that offers other protocols only is refused (RFC 7301, 3.2).
static int agree(
    SSL *ssl, const unsigned char **chosen, unsigned char *count, const unsigned char *offered, unsigned int offered_count,
    void *context) {
    (void)ssl, (void)context;
    static const unsigned char spoken[] = "\x08http/1.1";
    return SSL_select_next_proto(
               (unsigned char **)chosen, count, spoken, sizeof spoken - 1, offered, offered_count)
            == OPENSSL_NPN_NEGOTIATED
        ? SSL_TLSEXT_ERR_OK
        : SSL_TLSEXT_ERR_ALERT_FATAL;
}

static int ticket(
    SSL *ssl, unsigned char *name, unsigned char *nonce, EVP_CIPHER_CTX *cipher, EVP_MAC_CTX *digest, int seals) {
    tls_server *server = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
    return server == NULL ? -1 : tls_tickets_use(server->tickets, name, nonce, cipher, digest, seals);
}

/// A session that a ticket has opened goes on unless what the client has shown for it has ended: nobody looks at a
/// certificate again, and each session gives tickets for the next one.
static SSL_TICKET_RETURN opened(
    SSL *ssl, SSL_SESSION *session, const unsigned char *name, size_t name_count, SSL_TICKET_STATUS status,
    void *context) {
    (void)name, (void)name_count, (void)context;
    if (status != SSL_TICKET_SUCCESS && status != SSL_TICKET_SUCCESS_RENEW) {
        return SSL_TICKET_RETURN_IGNORE_RENEW;
    }
    const X509 *peer = SSL_SESSION_get0_peer(session);
    if (peer != NULL && X509_cmp_timeframe(NULL, X509_get0_notBefore(peer), X509_get0_notAfter(peer)) != 0) {
        return SSL_TICKET_RETURN_IGNORE_RENEW;
    }
    // With TLS 1.3 a client shows each ticket once, so that nobody can tell that it has come again: it needs another one
    // (RFC 8446, C.4).
    bool renews = status == SSL_TICKET_SUCCESS_RENEW || SSL_version(ssl) == TLS1_3_VERSION;
    return renews ? SSL_TICKET_RETURN_USE_RENEW : SSL_TICKET_RETURN_USE;
}

static bool set_up(SSL_CTX *context, tls_server *server, const tls_identity *identity, bool allows_tls12) {
    SSL_CTX_set_app_data(context, server);
    // Sessions are in their tickets; nothing of them is kept here.
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_tlsext_servername_callback(context, choose);
    SSL_CTX_set_tlsext_servername_arg(context, server);
    SSL_CTX_set_alpn_select_cb(context, agree, NULL);
    SSL_CTX_set_tlsext_ticket_key_evp_cb(context, ticket);
    return SSL_CTX_set_session_ticket_cb(context, NULL, opened, NULL) == 1 && tls_context_set_up(context, allows_tls12)
        && client_trust_apply(&server->trust, context)
        && SSL_CTX_use_cert_and_key(context, identity->leaf, identity->key, identity->chain, 1) == 1;
}

static bool fill(
    tls_server *server, tls_identity *const *identities, size_t count, bool allows_tls12, tls_clients clients) {
    if (!client_trust_read(&server->trust, clients)) {
        return false;
    }
    server->identities = calloc(count, sizeof *server->identities);
    server->contexts = calloc(count, sizeof *server->contexts);
    if (server->identities == NULL || server->contexts == NULL) {
        return false;
    }
    for (; server->count < count; server->count++) {
        size_t index = server->count;
        server->contexts[index] = SSL_CTX_new(TLS_server_method());
        server->identities[index] = tls_identity_retain(identities[index]);
        if (server->contexts[index] == NULL
            || !set_up(server->contexts[index], server, identities[index], allows_tls12)) {
            server->count++;
            return false;
        }
    }
    return true;
}

tls_server *tls_server_create(
    tls_identity *const *identities, size_t count, bool allows_tls12, tls_clients clients, tls_tickets *tickets) {
    tls_server *made = count == 0 ? NULL : calloc(1, sizeof *made);
    if (made == NULL) {
        return NULL;
    }
    atomic_init(&made->users, 1);
    made->tickets = tls_tickets_retain(tickets);
    bool is_filled = fill(made, identities, count, allows_tls12, clients);
    ERR_clear_error();
    if (!is_filled) {
        tls_server_release(made);
        return NULL;
    }
    return made;
}

tls_server *tls_server_retain(tls_server *server) {
    atomic_fetch_add(&server->users, 1);
    return server;
}

void tls_server_release(tls_server *server) {
    if (atomic_fetch_sub(&server->users, 1) != 1) {
        return;
    }
    for (size_t index = 0; index < server->count; index++) {
        SSL_CTX_free(server->contexts[index]);
        tls_identity_release(server->identities[index]);
    }
    free(server->contexts);
    free(server->identities);
    client_trust_free(&server->trust);
    tls_tickets_release(server->tickets);
    free(server);
}

SSL *tls_server_connection(tls_server *server) { return SSL_new(server->contexts[0]); }
