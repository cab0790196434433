// The EVP interface allocates at each call; the low-level one does not, which is why this file exists.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "CKeyedDigest.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <string.h>

typedef struct {
    SHA256_CTX inner;
    SHA256_CTX outer;
} prepared_state;

_Static_assert(sizeof(prepared_state) == KEYED_DIGEST_STATE_BYTES, "the state has another size in this libcrypto");

static void update(SHA256_CTX *context, const uint8_t *bytes, size_t count) {
    if (count > 0) SHA256_Update(context, bytes, count);
}

static uint64_t big_endian(const unsigned char *bytes) {
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

static void put_big_endian(unsigned char *bytes, uint64_t word) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    memcpy(bytes, &word, sizeof word);
}

static void put_words(unsigned char *bytes, keyed_digest_words words) {
    put_big_endian(bytes, words.first);
    put_big_endian(bytes + 8, words.second);
    put_big_endian(bytes + 16, words.third);
    put_big_endian(bytes + 24, words.fourth);
}

static keyed_digest_words words(const unsigned char digest[SHA256_DIGEST_LENGTH]) {
    keyed_digest_words result = {
        big_endian(digest), big_endian(digest + 8), big_endian(digest + 16), big_endian(digest + 24)};
    return result;
}

void keyed_digest_prepare(void *state, const uint8_t *key, size_t key_count) {
    prepared_state *prepared = state;
    unsigned char block[SHA256_CBLOCK] = {0};
    if (key_count > sizeof block) {
        SHA256_CTX context;
        SHA256_Init(&context);
        update(&context, key, key_count);
        SHA256_Final(block, &context);
        OPENSSL_cleanse(&context, sizeof context);
    } else if (key_count > 0) {
        memcpy(block, key, key_count);
    }
    for (size_t index = 0; index < sizeof block; index++) block[index] ^= 0x36;
    SHA256_Init(&prepared->inner);
    SHA256_Update(&prepared->inner, block, sizeof block);
    for (size_t index = 0; index < sizeof block; index++) block[index] ^= 0x36 ^ 0x5c;
    SHA256_Init(&prepared->outer);
    SHA256_Update(&prepared->outer, block, sizeof block);
    OPENSSL_cleanse(block, sizeof block);
}

// The digest may be written over the first run.
static void finish(
    const prepared_state *prepared, const uint8_t *first, size_t first_count, const uint8_t *second,
    size_t second_count, const uint8_t *third, size_t third_count, unsigned char digest[SHA256_DIGEST_LENGTH]) {
    SHA256_CTX context = prepared->inner;
    update(&context, first, first_count);
    update(&context, second, second_count);
    update(&context, third, third_count);
    SHA256_Final(digest, &context);
    context = prepared->outer;
    SHA256_Update(&context, digest, SHA256_DIGEST_LENGTH);
    // Final wipes the block buffer; the chaining values that remain on the stack are keyed, so they go too.
    SHA256_Final(digest, &context);
    OPENSSL_cleanse(&context, sizeof context);
}

keyed_digest_words keyed_digest_authenticate(
    const void *state, const uint8_t *first, size_t first_count, const uint8_t *second, size_t second_count,
    const uint8_t *third, size_t third_count) {
    unsigned char digest[SHA256_DIGEST_LENGTH];
    finish(state, first, first_count, second, second_count, third, third_count, digest);
    return words(digest);
}

keyed_digest_words keyed_digest_sha256(
    const uint8_t *first, size_t first_count, const uint8_t *second, size_t second_count) {
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256_CTX context;
    SHA256_Init(&context);
    update(&context, first, first_count);
    update(&context, second, second_count);
    SHA256_Final(digest, &context);
    return words(digest);
}

keyed_digest_words keyed_digest_sha256_pair(uint8_t prefix, keyed_digest_words left, keyed_digest_words right) {
    unsigned char bytes[1 + 2 * SHA256_DIGEST_LENGTH];
    bytes[0] = prefix;
    put_words(bytes + 1, left);
    put_words(bytes + 1 + SHA256_DIGEST_LENGTH, right);
    return keyed_digest_sha256(bytes, sizeof bytes, NULL, 0);
}

void keyed_digest_derive(
    const void *key, size_t key_count, const uint8_t *salt, size_t salt_count, const uint8_t *info, size_t info_count,
    void *derived, size_t count) {
    prepared_state state;
    keyed_digest_prepare(&state, salt, salt_count);
    unsigned char block[SHA256_DIGEST_LENGTH];
    finish(&state, key, key_count, NULL, 0, NULL, 0, block);
    keyed_digest_prepare(&state, block, sizeof block);
    unsigned char *target = derived;
    for (uint8_t counter = 1; count > 0; counter++) {
        // The first block has none before it.
        finish(&state, block, counter == 1 ? 0 : sizeof block, info, info_count, &counter, 1, block);
        size_t step = count < sizeof block ? count : sizeof block;
        memcpy(target, block, step);
        target += step;
        count -= step;
    }
    OPENSSL_cleanse(block, sizeof block);
    OPENSSL_cleanse(&state, sizeof state);
}

void keyed_digest_wipe(void *bytes, size_t count) { OPENSSL_cleanse(bytes, count); }
