#include "ClientTrust.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <limits.h>

enum {
    // Authorities in one file.
    MOST_AUTHORITIES = 64,
    // Certificates between a client's and an authority.
    LONGEST_PATH = 4,
};

static bool mark(client_trust *trust, tls_clients clients) {
    EVP_MD_CTX *digest = EVP_MD_CTX_new();
    uint8_t kind = clients.authorities == NULL ? 0 : clients.is_required ? 2 : 1;
    bool is_made = digest != NULL && EVP_DigestInit_ex(digest, EVP_sha256(), NULL) == 1
        && EVP_DigestUpdate(digest, &kind, sizeof kind) == 1
        && EVP_DigestUpdate(digest, clients.authorities, clients.authorities_count) == 1
        && EVP_DigestFinal_ex(digest, trust->mark, NULL) == 1;
    EVP_MD_CTX_free(digest);
    return is_made;
}

static bool add(client_trust *trust, X509 *authority) {
    X509_NAME *name = X509_NAME_dup(X509_get_subject_name(authority));
    if (name == NULL || sk_X509_NAME_push(trust->names, name) == 0) {
        X509_NAME_free(name);
        return false;
    }
    return X509_check_ca(authority) != 0 && X509_STORE_add_cert(trust->store, authority) == 1;
}

static bool read_authorities(client_trust *trust, BIO *text) {
    for (int count = 0; count <= MOST_AUTHORITIES; count++) {
        X509 *next = PEM_read_bio_X509(text, NULL, NULL, NULL);
        if (next == NULL) {
            // Behind the last one there is nothing that begins like one: else it is half written.
            return count > 0 && ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
        }
        bool is_added = add(trust, next);
        X509_free(next);
        if (!is_added) {
            return false;
        }
    }
    return false;
}

bool client_trust_read(client_trust *trust, tls_clients clients) {
    trust->is_required = clients.is_required;
    if (!mark(trust, clients)) {
        return false;
    }
    if (clients.authorities == NULL) {
        return true;
    }
    trust->store = X509_STORE_new();
    trust->names = sk_X509_NAME_new_null();
    BIO *text = clients.authorities_count > INT_MAX
        ? NULL
        : BIO_new_mem_buf(clients.authorities, (int)clients.authorities_count);
    bool is_read = trust->store != NULL && trust->names != NULL && text != NULL && read_authorities(trust, text);
    BIO_free(text);
    ERR_clear_error();
    return is_read;
}

bool client_trust_apply(const client_trust *trust, SSL_CTX *context) {
    if (SSL_CTX_set_session_id_context(context, trust->mark, sizeof trust->mark) != 1) {
        return false;
    }
    if (trust->store == NULL) {
        return true;
    }
    STACK_OF(X509_NAME) *names = SSL_dup_CA_list(trust->names);
    if (names == NULL || SSL_CTX_set1_verify_cert_store(context, trust->store) != 1) {
        sk_X509_NAME_pop_free(names, X509_NAME_free);
        return false;
    }
    SSL_CTX_set_client_CA_list(context, names);
    SSL_CTX_set_verify_depth(context, LONGEST_PATH);
    SSL_CTX_set_verify(
        context, SSL_VERIFY_PEER | (trust->is_required ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0), NULL);
    return true;
}

void client_trust_free(client_trust *trust) {
    X509_STORE_free(trust->store);
    sk_X509_NAME_pop_free(trust->names, X509_NAME_free);
}
