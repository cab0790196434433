#ifndef CLIENT_H
#define CLIENT_H

#include "CTransportSecurity.h"

#include <openssl/ssl.h>

tls_client *tls_client_retain(tls_client *client);

/// A connection that has not begun; NULL without memory.
SSL *tls_client_connection(tls_client *client);

#endif
