#include "Client.h"
#include "Server.h"

#include <limits.h>
#include <openssl/err.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct tls_session {
    SSL *ssl;
    /// What it was made by, of which one is there.
    tls_server *server;
    tls_client *client;
    /// That of the call under way.
    tls_wire *wire;
    /// The last fatal alert of the other side.
    uint8_t alert;
};

// MARK: Between libssl and the wire

static int wire_read(BIO *bio, char *bytes, size_t count, size_t *read) {
    tls_wire *wire = ((tls_session *)BIO_get_data(bio))->wire;
    BIO_clear_retry_flags(bio);
    if (wire == NULL || wire->input_count == 0) {
        BIO_set_retry_read(bio);
        return 0;
    }
    *read = count < wire->input_count ? count : wire->input_count;
    memcpy(bytes, wire->input, *read);
    wire->input += *read;
    wire->input_count -= *read;
    return 1;
}

static int wire_write(BIO *bio, const char *bytes, size_t count, size_t *written) {
    tls_wire *wire = ((tls_session *)BIO_get_data(bio))->wire;
    BIO_clear_retry_flags(bio);
    size_t room = wire == NULL ? 0 : wire->output_room - wire->output_count;
    if (room == 0) {
        BIO_set_retry_write(bio);
        return 0;
    }
    *written = count < room ? count : room;
    memcpy(wire->output + wire->output_count, bytes, *written);
    wire->output_count += *written;
    return 1;
}

static long wire_control(BIO *bio, int command, long number, void *pointer) {
    (void)bio, (void)number, (void)pointer;
    return command == BIO_CTRL_FLUSH || command == BIO_CTRL_DUP;
}

static BIO_METHOD *wire_method;

static void make_wire_method(void) {
    BIO_METHOD *made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "wire");
    if (made != NULL && BIO_meth_set_read_ex(made, wire_read) && BIO_meth_set_write_ex(made, wire_write)
        && BIO_meth_set_ctrl(made, wire_control)) {
        wire_method = made;
    }
}

// MARK: Sessions

/// A session over that connection, which may be NULL.
static tls_session *create(SSL *ssl) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_wire_method);
    tls_session *made = wire_method == NULL ? NULL : calloc(1, sizeof *made);
    if (made == NULL) {
        SSL_free(ssl);
        return NULL;
    }
    made->ssl = ssl;
    BIO *bio = ssl == NULL ? NULL : BIO_new(wire_method);
    if (bio == NULL) {
        SSL_free(ssl);
        free(made);
        return NULL;
    }
    BIO_set_data(bio, made);
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl, bio, bio);
    return made;
}

tls_session *tls_session_create(tls_server *server) {
    tls_session *made = create(tls_server_connection(server));
    if (made != NULL) {
        made->server = tls_server_retain(server);
        SSL_set_accept_state(made->ssl);
    }
    return made;
}

static void note_alert(const SSL *ssl, int where, int value) {
    tls_session *session = SSL_get_app_data(ssl);
    if (session != NULL && (where & SSL_CB_READ_ALERT) == SSL_CB_READ_ALERT && value >> 8 == SSL3_AL_FATAL) {
        session->alert = (uint8_t)value;
    }
}

tls_session *tls_session_connect(tls_client *client) {
    tls_session *made = create(tls_client_connection(client));
    if (made != NULL) {
        SSL_set_app_data(made->ssl, made);
        SSL_set_info_callback(made->ssl, note_alert);
        made->client = tls_client_retain(client);
        SSL_set_connect_state(made->ssl);
    }
    return made;
}

void tls_session_destroy(tls_session *session) {
    SSL_free(session->ssl);
    if (session->server != NULL) {
        tls_server_release(session->server);
    }
    if (session->client != NULL) {
        tls_client_release(session->client);
    }
    free(session);
}

static tls_status status(tls_session *session, int result) {
    int error = SSL_get_error(session->ssl, result);
    // What is left of it would be taken for that of the next connection on this thread.
    ERR_clear_error();
    switch (error) {
    case SSL_ERROR_NONE: return TLS_DONE;
    case SSL_ERROR_WANT_READ: return TLS_WANTS_INPUT;
    case SSL_ERROR_WANT_WRITE: return TLS_WANTS_ROOM;
    case SSL_ERROR_ZERO_RETURN: return TLS_ENDED;
    default: return TLS_FAILED;
    }
}

tls_status tls_session_handshake(tls_session *session, tls_wire *wire) {
    session->wire = wire;
    tls_status outcome = status(session, SSL_do_handshake(session->ssl));
    session->wire = NULL;
    return outcome;
}

tls_status tls_session_read(tls_session *session, tls_wire *wire, uint8_t *plaintext, size_t room, size_t *count) {
    *count = 0;
    session->wire = wire;
    tls_status outcome = TLS_DONE;
    while (outcome == TLS_DONE && *count < room) {
        size_t read = 0;
        int result = SSL_read_ex(session->ssl, plaintext + *count, room - *count, &read);
        outcome = status(session, result);
        *count += read;
    }
    session->wire = NULL;
    return outcome;
}

tls_status tls_session_write(
    tls_session *session, tls_wire *wire, const uint8_t *plaintext, size_t count, size_t *taken) {
    *taken = 0;
    session->wire = wire;
    tls_status outcome = TLS_DONE;
    while (outcome == TLS_DONE && *taken < count) {
        size_t written = 0;
        int result = SSL_write_ex(session->ssl, plaintext + *taken, count - *taken, &written);
        outcome = status(session, result);
        *taken += written;
    }
    session->wire = NULL;
    return outcome;
}

void tls_session_end(tls_session *session, tls_wire *wire) {
    session->wire = wire;
    SSL_shutdown(session->ssl);
    ERR_clear_error();
    session->wire = NULL;
}

bool tls_session_is_before_13(const tls_session *session) { return SSL_version(session->ssl) < TLS1_3_VERSION; }

bool tls_session_is_resumed(const tls_session *session) { return SSL_session_reused(session->ssl) == 1; }

tls_certificate *tls_session_peer(const tls_session *session) { return SSL_get1_peer_certificate(session->ssl); }

uint8_t tls_session_alert(const tls_session *session) { return session->alert; }

tls_certificate_problem tls_session_problem_kind(const tls_session *session) {
    switch (SSL_get_verify_result(session->ssl)) {
    case X509_V_OK: return TLS_CERTIFICATE_GOOD;
    case X509_V_ERR_CERT_HAS_EXPIRED: return TLS_CERTIFICATE_ENDED;
    case X509_V_ERR_CERT_NOT_YET_VALID: return TLS_CERTIFICATE_NOT_YET_VALID;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH: return TLS_CERTIFICATE_OTHER_NAME;
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_UNTRUSTED: return TLS_CERTIFICATE_UNTRUSTED;
    default: return TLS_CERTIFICATE_BAD;
    }
}

const char *tls_session_problem(const tls_session *session) {
    long result = SSL_get_verify_result(session->ssl);
    if (result == X509_V_ERR_APPLICATION_VERIFICATION) {
        return "no key of the certificate chain is pinned";
    }
    return result == X509_V_OK ? NULL : X509_verify_cert_error_string(result);
}
