/// HMAC-SHA-256 under a key whose two padded blocks were hashed beforehand, so that a call costs two short hashes and
/// allocates nothing, and HKDF on top of it. A thin layer over libcrypto's low-level SHA-256.
#ifndef CKEYEDDIGEST_H
#define CKEYEDDIGEST_H

#include <stddef.h>
#include <stdint.h>

/// Bytes of a prepared state: the hash contexts of the inner and the outer padded key, one after the other.
#define KEYED_DIGEST_STATE_BYTES 224

/// A digest as four words, the first byte in the most significant place of the first word.
typedef struct {
    uint64_t first, second, third, fourth;
} keyed_digest_words;

/// Prepares a state of KEYED_DIGEST_STATE_BYTES bytes, aligned to 8, from a key of any length (RFC 2104).
void keyed_digest_prepare(void *_Nonnull state, const uint8_t *_Nullable key, size_t key_count);

/// The HMAC of the three runs of bytes one after the other; any of them may be empty. The state is only read.
keyed_digest_words keyed_digest_authenticate(
    const void *_Nonnull state, const uint8_t *_Nullable first, size_t first_count, const uint8_t *_Nullable second,
    size_t second_count, const uint8_t *_Nullable third, size_t third_count);

/// The plain SHA-256 of two runs of bytes one after the other.
keyed_digest_words keyed_digest_sha256(
    const uint8_t *_Nullable first, size_t first_count, const uint8_t *_Nullable second, size_t second_count);

/// The plain SHA-256 of one byte and two digests: what the inner nodes of hash trees are made of.
keyed_digest_words keyed_digest_sha256_pair(uint8_t prefix, keyed_digest_words left, keyed_digest_words right);

/// HKDF (RFC 5869) with SHA-256: `count` bytes, at most 255 * 32, derived from the key. What is in between is wiped.
void keyed_digest_derive(
    const void *_Nullable key, size_t key_count, const uint8_t *_Nullable salt, size_t salt_count,
    const uint8_t *_Nullable info, size_t info_count, void *_Nonnull derived, size_t count);

/// Overwrites memory with zeros in a way no compiler removes.
void keyed_digest_wipe(void *_Nonnull bytes, size_t count);

#endif
