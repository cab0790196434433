#include "Client.h"

#include "ClientTrust.h"
#include "Context.h"
#include "Identity.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <arpa/inet.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { PIN_BYTES = 32 };

struct tls_client {
    atomic_int users;
    SSL_CTX *context;
    tls_identity *identity;
    /// What the certificate has to be for: a DNS name or an address.
    char *name;
    bool is_address;
    uint8_t *pins;
    size_t pin_count;
};

// MARK: Pins

static bool is_pinned(const tls_client *client, X509 *certificate) {
    uint8_t digest[PIN_BYTES];
    unsigned char *bytes = NULL;
    int count = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &bytes);
    unsigned int made = 0;
    bool is_made =
        count > 0 && EVP_Digest(bytes, (size_t)count, digest, &made, EVP_sha256(), NULL) == 1 && made == PIN_BYTES;
    OPENSSL_free(bytes);
    for (size_t index = 0; is_made && index < client->pin_count; index++) {
        if (memcmp(client->pins + index * PIN_BYTES, digest, PIN_BYTES) == 0) {
            return true;
        }
    }
    return false;
}

/// Called last for the leaf, once the whole chain has been found good: then one key of it has to be pinned.
static int verified(int is_good, X509_STORE_CTX *store) {
    SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
    tls_client *client = ssl == NULL ? NULL : SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
    if (!is_good || X509_STORE_CTX_get_error_depth(store) != 0) {
        return is_good;
    }
    if (client == NULL) {
        return 0;
    }
    STACK_OF(X509) *chain = X509_STORE_CTX_get0_chain(store);
    bool is_found = client->pin_count == 0;
    for (int index = 0; !is_found && index < sk_X509_num(chain); index++) {
        is_found = is_pinned(client, sk_X509_value(chain, index));
    }
    if (!is_found) {
        X509_STORE_CTX_set_error(store, X509_V_ERR_APPLICATION_VERIFICATION);
    }
    return is_found;
}

// MARK: Making

static bool trust(SSL_CTX *context, const tls_servers *servers) {
    if (servers->authorities == NULL) {
        return SSL_CTX_set_default_verify_paths(context) == 1;
    }
    client_trust read = {0};
    tls_clients authorities = {.authorities = servers->authorities, .authorities_count = servers->authorities_count};
    bool is_set = client_trust_read(&read, authorities) && SSL_CTX_set1_verify_cert_store(context, read.store) == 1;
    client_trust_free(&read);
    return is_set;
}

static bool fill(tls_client *client, const tls_servers *servers) {
    unsigned char address[sizeof(struct in6_addr)];
    client->name = strdup(servers->name);
    client->pins = servers->pin_count == 0 ? NULL : malloc(servers->pin_count * PIN_BYTES);
    client->context = SSL_CTX_new(TLS_client_method());
    if (client->name == NULL || client->context == NULL || (servers->pin_count > 0 && client->pins == NULL)) {
        return false;
    }
    client->is_address =
        inet_pton(AF_INET, client->name, address) == 1 || inet_pton(AF_INET6, client->name, address) == 1;
    client->pin_count = servers->pin_count;
    if (servers->pin_count > 0) {
        memcpy(client->pins, servers->pins, servers->pin_count * PIN_BYTES);
    }
    SSL_CTX_set_app_data(client->context, client);
    SSL_CTX_set_session_cache_mode(client->context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_verify(client->context, SSL_VERIFY_PEER, verified);
    static const unsigned char spoken[] = "\x08http/1.1";
    const tls_identity *identity = client->identity;
    return tls_context_set_up(client->context, servers->allows_tls12) && trust(client->context, servers)
        && SSL_CTX_set_alpn_protos(client->context, spoken, sizeof spoken - 1) == 0
        && (identity == NULL
            || SSL_CTX_use_cert_and_key(client->context, identity->leaf, identity->key, identity->chain, 1) == 1);
}

tls_client *tls_client_create(const tls_servers *servers) {
    tls_client *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return NULL;
    }
    atomic_init(&made->users, 1);
    made->identity = servers->identity == NULL ? NULL : tls_identity_retain(servers->identity);
    bool is_filled = fill(made, servers);
    ERR_clear_error();
    if (!is_filled) {
        tls_client_release(made);
        return NULL;
    }
    return made;
}

tls_client *tls_client_retain(tls_client *client) {
    atomic_fetch_add(&client->users, 1);
    return client;
}

void tls_client_release(tls_client *client) {
    if (atomic_fetch_sub(&client->users, 1) != 1) {
        return;
    }
    SSL_CTX_free(client->context);
    if (client->identity != NULL) {
        tls_identity_release(client->identity);
    }
    free(client->name);
    free(client->pins);
    free(client);
}

// MARK: Connections

static bool expect(SSL *ssl, const tls_client *client) {
    X509_VERIFY_PARAM *wanted = SSL_get0_param(ssl);
    if (client->is_address) {
        return X509_VERIFY_PARAM_set1_ip_asc(wanted, client->name) == 1;
    }
    X509_VERIFY_PARAM_set_hostflags(
        wanted, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    return X509_VERIFY_PARAM_set1_host(wanted, client->name, 0) == 1
        && SSL_set_tlsext_host_name(ssl, client->name) == 1;
}

SSL *tls_client_connection(tls_client *client) {
    SSL *made = SSL_new(client->context);
    if (made != NULL && !expect(made, client)) {
        SSL_free(made);
        return NULL;
    }
    return made;
}
