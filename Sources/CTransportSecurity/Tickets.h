#ifndef TICKETS_H
#define TICKETS_H

#include "CTransportSecurity.h"

#include <openssl/core_names.h>
#include <openssl/params.h>
#include <openssl/ssl.h>

tls_tickets *tls_tickets_retain(tls_tickets *tickets);

/// As SSL_CTX_set_tlsext_ticket_key_evp_cb(3) wants it.
int tls_tickets_use(
    tls_tickets *tickets, unsigned char *name, unsigned char *nonce, EVP_CIPHER_CTX *cipher, EVP_MAC_CTX *digest,
    int seals);

#endif
