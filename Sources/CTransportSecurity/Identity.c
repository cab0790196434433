#include "Identity.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

// A chain is this long at most.
enum { LONGEST_CHAIN = 16 };

/// Nobody can be asked for a passphrase.
static int no_passphrase(char *buffer, int size, int is_writing, void *context) {
    (void)buffer, (void)size, (void)is_writing, (void)context;
    return -1;
}

static bool read_chain(tls_identity *identity, BIO *text) {
    identity->leaf = PEM_read_bio_X509_AUX(text, NULL, no_passphrase, NULL);
    if (identity->leaf == NULL) {
        return false;
    }
    for (int count = 0; count < LONGEST_CHAIN; count++) {
        X509 *next = PEM_read_bio_X509(text, NULL, no_passphrase, NULL);
        if (next == NULL) {
            // Behind the last one there is nothing that begins like one: else it is half written.
            bool is_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
            ERR_clear_error();
            return is_end;
        }
        if (!sk_X509_push(identity->chain, next)) {
            X509_free(next);
            return false;
        }
    }
    return false;
}

static const char *fill(
    tls_identity *identity, const uint8_t *chain, size_t chain_count, const uint8_t *key, size_t key_count) {
    BIO *text = BIO_new_mem_buf(chain, (int)chain_count);
    identity->chain = sk_X509_new_null();
    bool is_read = text != NULL && identity->chain != NULL && read_chain(identity, text);
    BIO_free(text);
    if (!is_read) {
        return "the certificate file holds no whole chain of PEM certificates";
    }
    text = BIO_new_mem_buf(key, (int)key_count);
    identity->key = text == NULL ? NULL : PEM_read_bio_PrivateKey(text, NULL, no_passphrase, NULL);
    BIO_free(text);
    if (identity->key == NULL) {
        return "the key file holds no private key in PEM without a passphrase";
    }
    return X509_check_private_key(identity->leaf, identity->key) == 1 ? NULL
                                                                      : "the key is not that of the certificate";
}

tls_identity *tls_identity_create(
    const uint8_t *chain, size_t chain_count, const uint8_t *key, size_t key_count, char *problem, size_t problem_room) {
    const char *why = "no memory";
    tls_identity *made = calloc(1, sizeof *made);
    if (made != NULL) {
        atomic_init(&made->users, 1);
        why = chain_count > INT_MAX || key_count > INT_MAX ? "the files are too large"
                                                           : fill(made, chain, chain_count, key, key_count);
        ERR_clear_error();
        if (why == NULL) {
            return made;
        }
        tls_identity_release(made);
    }
    snprintf(problem, problem_room, "%s", why);
    return NULL;
}

tls_identity *tls_identity_retain(tls_identity *identity) {
    atomic_fetch_add(&identity->users, 1);
    return identity;
}

void tls_identity_release(tls_identity *identity) {
    if (atomic_fetch_sub(&identity->users, 1) != 1) {
        return;
    }
    X509_free(identity->leaf);
    sk_X509_pop_free(identity->chain, X509_free);
    EVP_PKEY_free(identity->key);
    free(identity);
}

int64_t tls_identity_not_before(const tls_identity *identity) { return tls_certificate_not_before(identity->leaf); }
int64_t tls_identity_not_after(const tls_identity *identity) { return tls_certificate_not_after(identity->leaf); }

size_t tls_identity_name(const tls_identity *identity, size_t position, char *name, size_t room) {
    tls_name_kind kind;
    return tls_certificate_name(identity->leaf, TLS_NAME_DNS | TLS_NAME_ADDRESS, position, &kind, name, room);
}
