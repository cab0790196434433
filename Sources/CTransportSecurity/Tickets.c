#include "Tickets.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

// New tickets go under the first key; the others still open.
enum { KEYS = 3, NAME_BYTES = 16, KEY_BYTES = 32 };

typedef struct {
    uint8_t name[NAME_BYTES], cipher[KEY_BYTES], digest[KEY_BYTES];
} ticket_key;

struct tls_tickets {
    pthread_mutex_t lock;
    int users;
    int count;
    // Fetched once: by its name it would be looked for with every ticket.
    EVP_CIPHER *cipher;
    ticket_key keys[KEYS];
};

static bool draw(ticket_key *key) { return RAND_bytes((unsigned char *)key, sizeof *key) == 1; }

tls_tickets *tls_tickets_create(void) {
    tls_tickets *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return NULL;
    }
    made->cipher = EVP_CIPHER_fetch(NULL, "AES-256-CBC", NULL);
    if (made->cipher == NULL || !draw(&made->keys[0])) {
        EVP_CIPHER_free(made->cipher);
        free(made);
        return NULL;
    }
    pthread_mutex_init(&made->lock, NULL);
    made->users = 1;
    made->count = 1;
    return made;
}

tls_tickets *tls_tickets_retain(tls_tickets *tickets) {
    pthread_mutex_lock(&tickets->lock);
    tickets->users++;
    pthread_mutex_unlock(&tickets->lock);
    return tickets;
}

void tls_tickets_release(tls_tickets *tickets) {
    pthread_mutex_lock(&tickets->lock);
    int is_last = --tickets->users == 0;
    pthread_mutex_unlock(&tickets->lock);
    if (is_last) {
        pthread_mutex_destroy(&tickets->lock);
        OPENSSL_cleanse(tickets->keys, sizeof tickets->keys);
        EVP_CIPHER_free(tickets->cipher);
        free(tickets);
    }
}

bool tls_tickets_rotate(tls_tickets *tickets) {
    ticket_key key;
    if (!draw(&key)) {
        return false;
    }
    pthread_mutex_lock(&tickets->lock);
    memmove(&tickets->keys[1], &tickets->keys[0], sizeof(ticket_key) * (KEYS - 1));
    tickets->keys[0] = key;
    tickets->count += tickets->count < KEYS;
    pthread_mutex_unlock(&tickets->lock);
    OPENSSL_cleanse(&key, sizeof key);
    return true;
}

/// The key of that name, and how old it is: 0 is the newest; -1 when there is none.
static int find(tls_tickets *tickets, const unsigned char *name, ticket_key *key) {
    int found = -1;
    pthread_mutex_lock(&tickets->lock);
    for (int age = 0; found < 0 && age < tickets->count; age++) {
        if (name == NULL || CRYPTO_memcmp(tickets->keys[age].name, name, NAME_BYTES) == 0) {
            *key = tickets->keys[age];
            found = age;
        }
    }
    pthread_mutex_unlock(&tickets->lock);
    return found;
}

int tls_tickets_use(
    tls_tickets *tickets, unsigned char *name, unsigned char *nonce, EVP_CIPHER_CTX *cipher, EVP_MAC_CTX *digest,
    int seals) {
    ticket_key key;
    int age = find(tickets, seals ? NULL : name, &key);
    if (age < 0) {
        return 0;
    }
    if (seals) {
        memcpy(name, key.name, NAME_BYTES);
        if (RAND_bytes(nonce, EVP_CIPHER_get_iv_length(tickets->cipher)) != 1) {
            return -1;
        }
    }
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_octet_string("key", key.digest, KEY_BYTES),
        OSSL_PARAM_construct_utf8_string("digest", "SHA256", 0), OSSL_PARAM_construct_end()};
    int is_ready = EVP_CipherInit_ex(cipher, tickets->cipher, NULL, key.cipher, nonce, seals) == 1
        && EVP_MAC_CTX_set_params(digest, params) == 1;
    OPENSSL_cleanse(&key, sizeof key);
    if (!is_ready) {
        return -1;
    }
    // 2: it opens, and a new one is wanted.
    return age == 0 ? 1 : 2;
}
