#ifndef CLIENT_TRUST_H
#define CLIENT_TRUST_H

#include "CTransportSecurity.h"

#include <openssl/ssl.h>

/// Whose certificates clients may show.
typedef struct {
    /// NULL where clients are not asked for one.
    X509_STORE *store;
    /// What clients are told to choose by.
    STACK_OF(X509_NAME) *names;
    bool is_required;
    /// Of all this: a session that began under other rules does not go on under these.
    uint8_t mark[32];
} client_trust;

/// False without memory, and where the authorities are not whole certificates.
bool client_trust_read(client_trust *trust, tls_clients clients);

/// Has connections of the context follow it.
bool client_trust_apply(const client_trust *trust, SSL_CTX *context);

void client_trust_free(client_trust *trust);

#endif
