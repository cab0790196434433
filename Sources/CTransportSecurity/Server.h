#ifndef SERVER_H
#define SERVER_H

#include "CTransportSecurity.h"

#include <openssl/ssl.h>

tls_server *tls_server_retain(tls_server *server);

/// A connection that has not begun; NULL without memory.
SSL *tls_server_connection(tls_server *server);

#endif
