/// AES-256-GCM (NIST SP 800-38D) that reads and writes where the caller says and leaves no copy of key or plaintext behind.
/// A thin layer over libcrypto.
#ifndef CAUTHENTICATEDCIPHER_H
#define CAUTHENTICATEDCIPHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AUTHENTICATED_CIPHER_KEY_BYTES 32
#define AUTHENTICATED_CIPHER_NONCE_BYTES 12
#define AUTHENTICATED_CIPHER_TAG_BYTES 16

/// Writes `count` bytes of ciphertext and the tag after them. False when libcrypto fails, which it has no reason to.
bool authenticated_cipher_seal(
    const uint8_t *_Nonnull key, const uint8_t *_Nonnull nonce, const uint8_t *_Nullable additional,
    size_t additional_count, const uint8_t *_Nullable plaintext, size_t count, uint8_t *_Nonnull sealed);

/// Writes `count` bytes of plaintext out of as many of ciphertext with the tag after them. False when the tag is not
/// theirs; then nothing of the plaintext is left.
bool authenticated_cipher_open(
    const uint8_t *_Nonnull key, const uint8_t *_Nonnull nonce, const uint8_t *_Nullable additional,
    size_t additional_count, const uint8_t *_Nonnull sealed, size_t count, uint8_t *_Nullable plaintext);

#endif
