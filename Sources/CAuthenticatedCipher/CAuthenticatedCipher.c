#include "CAuthenticatedCipher.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>

// One step takes an int's worth: longer runs are none of ours.
static bool is_short_enough(size_t count) { return count <= INT_MAX - AUTHENTICATED_CIPHER_TAG_BYTES; }

bool authenticated_cipher_seal(
    const uint8_t *key, const uint8_t *nonce, const uint8_t *additional, size_t additional_count,
    const uint8_t *plaintext, size_t count, uint8_t *sealed) {
    if (!is_short_enough(count) || !is_short_enough(additional_count)) return false;
    int written = 0, rest = 0;
    // Freeing a context wipes the key schedule in it.
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    bool is_done = context != NULL && EVP_EncryptInit_ex2(context, EVP_aes_256_gcm(), key, nonce, NULL) == 1
        && (additional_count == 0
            || EVP_EncryptUpdate(context, NULL, &written, additional, (int)additional_count) == 1)
        && (count == 0 || EVP_EncryptUpdate(context, sealed, &written, plaintext, (int)count) == 1)
        && EVP_EncryptFinal_ex(context, sealed + count, &rest) == 1
        && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, AUTHENTICATED_CIPHER_TAG_BYTES, sealed + count) == 1;
    EVP_CIPHER_CTX_free(context);
    return is_done;
}

bool authenticated_cipher_open(
    const uint8_t *key, const uint8_t *nonce, const uint8_t *additional, size_t additional_count,
    const uint8_t *sealed, size_t count, uint8_t *plaintext) {
    if (!is_short_enough(count) || !is_short_enough(additional_count)) return false;
    int written = 0, rest = 0;
    uint8_t nothing = 0;
    uint8_t *target = plaintext != NULL ? plaintext : &nothing;
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    bool is_genuine = context != NULL && EVP_DecryptInit_ex2(context, EVP_aes_256_gcm(), key, nonce, NULL) == 1
        && (additional_count == 0
            || EVP_DecryptUpdate(context, NULL, &written, additional, (int)additional_count) == 1)
        && (count == 0 || EVP_DecryptUpdate(context, target, &written, sealed, (int)count) == 1)
        // The control is not declared const, but only reads.
        && EVP_CIPHER_CTX_ctrl(
               context, EVP_CTRL_AEAD_SET_TAG, AUTHENTICATED_CIPHER_TAG_BYTES, (void *)(uintptr_t)(sealed + count)) == 1
        && EVP_DecryptFinal_ex(context, target + count, &rest) == 1;
    EVP_CIPHER_CTX_free(context);
    if (!is_genuine && plaintext != NULL) OPENSSL_cleanse(plaintext, count);
    return is_genuine;
}
