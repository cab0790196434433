#ifndef CONTEXT_H
#define CONTEXT_H

#include <openssl/ssl.h>
#include <stdbool.h>

/// What both sides of a connection speak: versions, suites, groups, and how memory is used.
bool tls_context_set_up(SSL_CTX *context, bool allows_tls12);

#endif
