package import Cryptography
import Keys

/// A key that signs identities, and what is said of it: its id, the head of its tokens, its place in the key set.
package final class IdentityKey: Sendable {
    /// The type of the tokens (RFC 8725, 3.11): a reader that wants it takes no other token for one of these.
    package static var tokenType: String { "gatehouse-identity+jwt" }

    /// `kid`: the thumbprint of the public half (RFC 7638, RFC 8037, 2), the same in every process that has the key.
    package let id: String
    /// The public half as a key of a key set (RFC 7517, 4; RFC 8037, 2).
    package let document: String
    /// The first part of a token, with the dot behind it.
    let head: [UInt8]
    private let key: Ed25519SigningKey

    package init(_ key: Ed25519SigningKey) {
        let point = Base64URL.text(of: key.verifyingKey.bytes)
        // The members in the order and without the spaces that the thumbprint wants.
        let members = #""crv":"Ed25519","kty":"OKP","x":"\#(point)""#
        let id = Base64URL.text(of: SHA256Hash.digest(of: Array("{\(members)}".utf8).span).bytes)
        var head: [UInt8] = []
        Base64URL.append(
            Array(#"{"alg":"EdDSA","kid":"\#(id)","typ":"\#(Self.tokenType)"}"#.utf8).span, to: &head)
        head.append(0x2e)
        self.id = id
        self.document = #"{\#(members),"kid":"\#(id)","use":"sig","alg":"EdDSA"}"#
        self.head = head
        self.key = key
    }

    /// The 64 bytes of the signature (RFC 8037, 3.1).
    func sign(_ message: [UInt8]) throws(CryptographyError) -> [UInt8] { try self.key.sign(message) }
}
