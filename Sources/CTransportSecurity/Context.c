#include "Context.h"

bool tls_context_set_up(SSL_CTX *context, bool allows_tls12) {
    SSL_CTX_set_options(
        context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(
        context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    // A chain of certificates takes as much memory as it says it has, before the rest of it has come.
    SSL_CTX_set_max_cert_list(context, 32768);
    return SSL_CTX_set_min_proto_version(context, allows_tls12 ? TLS1_2_VERSION : TLS1_3_VERSION) == 1
        && SSL_CTX_set_ciphersuites(
               context, "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256")
            == 1
        && SSL_CTX_set_cipher_list(
               context, "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:"
                        "ECDHE-RSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256")
            == 1
        && SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384") == 1;
}
