/// The post of a secret-scanning partner (GitHub's programme), as it came: the signature is over the raw body.
package struct SignedLeakReport: Sendable, Hashable {
    /// `Github-Public-Key-Identifier`.
    package let keyIdentifier: String
    /// `Github-Public-Key-Signature`, decoded: an ASN.1 ECDSA signature over P-256 and SHA-256.
    package let signature: [UInt8]
    package let body: [UInt8]

    package init(keyIdentifier: String, signature: [UInt8], body: [UInt8]) {
        self.keyIdentifier = keyIdentifier
        self.signature = signature
        self.body = body
    }
}
