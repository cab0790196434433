/// What a certificate is known by: SHA-256 of its DER (`x5t#S256` of RFC 8705, 3.1).
package struct CertificateThumbprint: Hashable, Sendable {
    package let digest: Digest256

    package init(_ digest: Digest256) { self.digest = digest }

    /// Reads 64 hexadecimal digits, with or without a colon between bytes, as OpenSSL prints them.
    package init?(_ text: String) {
        let bytes = text.split(separator: ":", omittingEmptySubsequences: false)
        guard bytes.count == 1 || bytes.allSatisfy({ $0.utf8.count == 2 }),
            let digest = Digest256(hexadecimal: bytes.joined().lowercased())
        else { return nil }
        self.init(digest)
    }
}

extension CertificateThumbprint: CustomStringConvertible {
    /// 64 hexadecimal digits in small letters.
    package var description: String { self.digest.hexadecimal }
}
