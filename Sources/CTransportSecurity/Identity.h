#ifndef IDENTITY_H
#define IDENTITY_H

#include "CTransportSecurity.h"

#include <openssl/ssl.h>
#include <stdatomic.h>

struct tls_identity {
    atomic_int users;
    X509 *leaf;
    STACK_OF(X509) *chain;
    EVP_PKEY *key;
};

tls_identity *tls_identity_retain(tls_identity *identity);

#endif
