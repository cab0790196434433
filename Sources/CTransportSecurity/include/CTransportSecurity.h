/// TLS (RFC 8446, RFC 5246) between buffers of the caller: no socket, no callback into the caller, no allocation by
/// record that the caller would see. A thin layer over libssl.
#ifndef CTRANSPORTSECURITY_H
#define CTRANSPORTSECURITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A certificate with its key and how they are offered; made once and shared by threads.
typedef struct tls_identity tls_identity;

/// What clients are told by the name that they ask for; made once and shared by threads. Holds its identities.
typedef struct tls_server tls_server;

/// Who is spoken to, and as whom; made once and shared by threads. Holds its identity.
typedef struct tls_client tls_client;

/// Keys that session tickets are sealed with, shared by servers that replace each other.
typedef struct tls_tickets tls_tickets;

/// One connection; belongs to one thread at a time.
typedef struct tls_session tls_session;

/// A certificate that a client has shown; never changes.
typedef struct x509_st tls_certificate;

/// What an alternative name is (RFC 5280, 4.2.1.6).
typedef enum {
    TLS_NAME_DNS = 1 << 0,
    TLS_NAME_ADDRESS = 1 << 1,
    TLS_NAME_URI = 1 << 2,
    TLS_NAME_MAIL = 1 << 3,
} tls_name_kind;

/// What was found wrong with a certificate, as far as somebody can do something about it.
typedef enum {
    TLS_CERTIFICATE_GOOD,
    /// Nobody who is trusted has issued it.
    TLS_CERTIFICATE_UNTRUSTED,
    TLS_CERTIFICATE_OTHER_NAME,
    TLS_CERTIFICATE_ENDED,
    TLS_CERTIFICATE_NOT_YET_VALID,
    TLS_CERTIFICATE_BAD,
} tls_certificate_problem;

typedef enum {
    TLS_DONE,
    /// All input is taken in and more of it is needed.
    TLS_WANTS_INPUT,
    /// The room for output is used up.
    TLS_WANTS_ROOM,
    /// The other side has said that it sends no more.
    TLS_ENDED,
    /// The connection has failed; output may hold an alert.
    TLS_FAILED,
} tls_status;

/// Where a call finds what came over the wire, and puts what goes out. The calls move `input` and `output_count` on.
typedef struct {
    const uint8_t *_Nullable input;
    size_t input_count;
    uint8_t *_Nullable output;
    size_t output_room;
    size_t output_count;
} tls_wire;

// MARK: Identities

/// Reads a certificate chain and its key, both PEM. NULL when they cannot be read or do not belong together; `problem` says
/// why, as text that ends with 0.
tls_identity *_Nullable tls_identity_create(
    const uint8_t *_Nonnull chain, size_t chain_count, const uint8_t *_Nonnull key, size_t key_count,
    char *_Nonnull problem, size_t problem_room);

void tls_identity_release(tls_identity *_Nonnull identity);

/// First and last moment of the leaf, seconds since 1970.
int64_t tls_identity_not_before(const tls_identity *_Nonnull identity);
int64_t tls_identity_not_after(const tls_identity *_Nonnull identity);

/// Copies the name of that position, and gives its length; 0 when there is none. Names are the DNS and IP subject alternative
/// names of the leaf (RFC 6125, 6.4.4: its common name is none).
size_t tls_identity_name(const tls_identity *_Nonnull identity, size_t position, char *_Nonnull name, size_t room);

// MARK: Servers

tls_tickets *_Nullable tls_tickets_create(void);
void tls_tickets_release(tls_tickets *_Nonnull tickets);
/// New tickets go under a new key; the last two still open. False without randomness.
bool tls_tickets_rotate(tls_tickets *_Nonnull tickets);

/// Who issues the certificates that clients show.
typedef struct {
    /// Certificates in PEM; NULL where clients are not asked for one.
    const uint8_t *_Nullable authorities;
    size_t authorities_count;
    /// Whether a client without one is refused. A certificate that none of them issued always is.
    bool is_required;
} tls_clients;

/// A server that offers the first identity whose name fits, and otherwise the first. `allows_tls12` adds TLS 1.2 with forward
/// secret AEAD suites. NULL without memory, and where `authorities` are not whole certificates.
tls_server *_Nullable tls_server_create(
    tls_identity *_Nonnull const *_Nonnull identities, size_t count, bool allows_tls12, tls_clients clients,
    tls_tickets *_Nonnull tickets);

void tls_server_release(tls_server *_Nonnull server);

// MARK: Clients

/// Who is spoken to, and as whom.
typedef struct {
    /// Certificates in PEM of those who issue the servers'; NULL for the system's.
    const uint8_t *_Nullable authorities;
    size_t authorities_count;
    /// What is shown to who asks for it.
    tls_identity *_Nullable identity;
    /// What the certificate has to be for, and what is asked for: a DNS name, or an address. Ends with 0.
    const char *_Nonnull name;
    /// SHA-256 of public keys (SubjectPublicKeyInfo), 32 bytes each: one of the chain has to be among them, unless there is none.
    const uint8_t *_Nullable pins;
    size_t pin_count;
    bool allows_tls12;
} tls_servers;

/// NULL without memory, and where what is given cannot be used.
tls_client *_Nullable tls_client_create(const tls_servers *_Nonnull servers);
void tls_client_release(tls_client *_Nonnull client);

// MARK: Sessions

/// NULL without memory. The session keeps what it needs of the server, or the client.
tls_session *_Nullable tls_session_create(tls_server *_Nonnull server);
tls_session *_Nullable tls_session_connect(tls_client *_Nonnull client);
void tls_session_destroy(tls_session *_Nonnull session);

tls_status tls_session_handshake(tls_session *_Nonnull session, tls_wire *_Nonnull wire);

/// Opens what came, as much as fits.
tls_status tls_session_read(
    tls_session *_Nonnull session, tls_wire *_Nonnull wire, uint8_t *_Nonnull plaintext, size_t room, size_t *_Nonnull count);

/// Seals so many of the bytes as there is room for. Bytes that were not taken are given again, the same.
tls_status tls_session_write(
    tls_session *_Nonnull session, tls_wire *_Nonnull wire, const uint8_t *_Nonnull plaintext, size_t count,
    size_t *_Nonnull taken);

/// Says that nothing more comes.
void tls_session_end(tls_session *_Nonnull session, tls_wire *_Nonnull wire);

/// What was found wrong with the other side's certificate: a sentence that lasts for ever; NULL for nothing.
const char *_Nullable tls_session_problem(const tls_session *_Nonnull session);

/// The fatal alert that the other side has sent (RFC 8446, 6.2); 0 for none. Known of sessions that we have begun.
uint8_t tls_session_alert(const tls_session *_Nonnull session);

/// What kind of problem that is.
tls_certificate_problem tls_session_problem_kind(const tls_session *_Nonnull session);

/// Whether a version before 1.3 has been agreed on.
bool tls_session_is_before_13(const tls_session *_Nonnull session);

/// Whether the session goes on from an earlier one.
bool tls_session_is_resumed(const tls_session *_Nonnull session);

// MARK: The other side's certificate

/// The certificate that the client has shown and that was verified; NULL when there is none.
tls_certificate *_Nullable tls_session_peer(const tls_session *_Nonnull session);
void tls_certificate_release(tls_certificate *_Nonnull certificate);

/// First and last moment, seconds since 1970.
int64_t tls_certificate_not_before(const tls_certificate *_Nonnull certificate);
int64_t tls_certificate_not_after(const tls_certificate *_Nonnull certificate);

/// SHA-256 of the certificate: 32 bytes. False where libcrypto fails.
bool tls_certificate_thumbprint(const tls_certificate *_Nonnull certificate, uint8_t *_Nonnull digest);

/// Copies the subject as RFC 2253 writes it, and gives its length; 0 when there is no room for it.
size_t tls_certificate_subject(const tls_certificate *_Nonnull certificate, char *_Nonnull subject, size_t room);

/// Copies the subject alternative name of that position among those of these kinds, and gives its length; 0 when there is none.
size_t tls_certificate_name(
    const tls_certificate *_Nonnull certificate, unsigned kinds, size_t position, tls_name_kind *_Nonnull kind, char *_Nonnull name,
    size_t room);

#endif
