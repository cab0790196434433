#include "CTransportSecurity.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>
#include <arpa/inet.h>
#include <string.h>
#include <time.h>

static int64_t seconds(const ASN1_TIME *time) {
    struct tm parts;
    return ASN1_TIME_to_tm(time, &parts) == 1 ? (int64_t)timegm(&parts) : 0;
}

int64_t tls_certificate_not_before(const tls_certificate *certificate) { return seconds(X509_get0_notBefore(certificate)); }
int64_t tls_certificate_not_after(const tls_certificate *certificate) { return seconds(X509_get0_notAfter(certificate)); }

// MARK: Names

static size_t copy_text(const ASN1_STRING *text, char *name, size_t room) {
    size_t count = (size_t)ASN1_STRING_length(text);
    const unsigned char *bytes = ASN1_STRING_get0_data(text);
    // A 0 within would make two of one name.
    if (count == 0 || count > room || memchr(bytes, 0, count) != NULL) {
        return 0;
    }
    memcpy(name, bytes, count);
    return count;
}

static size_t copy_address(const ASN1_STRING *address, char *name, size_t room) {
    int count = ASN1_STRING_length(address);
    int family = count == 4 ? AF_INET : count == 16 ? AF_INET6 : 0;
    return family != 0 && room >= INET6_ADDRSTRLEN
            && inet_ntop(family, ASN1_STRING_get0_data(address), name, (socklen_t)room) != NULL
        ? strlen(name)
        : 0;
}

static size_t copy_name(const GENERAL_NAME *general, tls_name_kind *kind, char *name, size_t room) {
    switch (general->type) {
    case GEN_DNS: *kind = TLS_NAME_DNS; return copy_text(general->d.dNSName, name, room);
    case GEN_URI: *kind = TLS_NAME_URI; return copy_text(general->d.uniformResourceIdentifier, name, room);
    case GEN_EMAIL: *kind = TLS_NAME_MAIL; return copy_text(general->d.rfc822Name, name, room);
    case GEN_IPADD: *kind = TLS_NAME_ADDRESS; return copy_address(general->d.iPAddress, name, room);
    default: return 0;
    }
}

size_t tls_certificate_name(
    const tls_certificate *certificate, unsigned kinds, size_t position, tls_name_kind *kind, char *name, size_t room) {
    GENERAL_NAMES *names = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    size_t count = 0;
    for (int index = 0; names != NULL && index < sk_GENERAL_NAME_num(names); index++) {
        count = copy_name(sk_GENERAL_NAME_value(names, index), kind, name, room);
        if (count > 0 && (kinds & *kind) != 0 && position-- == 0) {
            break;
        }
        count = 0;
    }
    GENERAL_NAMES_free(names);
    return count;
}

size_t tls_certificate_subject(const tls_certificate *certificate, char *subject, size_t room) {
    BIO *text = BIO_new(BIO_s_mem());
    if (text == NULL) {
        return 0;
    }
    int printed = X509_NAME_print_ex(text, X509_get_subject_name(certificate), 0, XN_FLAG_RFC2253);
    char *bytes = NULL;
    long count = BIO_get_mem_data(text, &bytes);
    size_t copied = printed < 0 || count <= 0 || (size_t)count > room ? 0 : (size_t)count;
    if (copied > 0) {
        memcpy(subject, bytes, copied);
    }
    BIO_free(text);
    return copied;
}

bool tls_certificate_thumbprint(const tls_certificate *certificate, uint8_t *digest) {
    unsigned int count = 0;
    return X509_digest(certificate, EVP_sha256(), digest, &count) == 1 && count == 32;
}

void tls_certificate_release(tls_certificate *certificate) { X509_free(certificate); }
