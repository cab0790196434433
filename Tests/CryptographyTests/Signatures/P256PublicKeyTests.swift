import Crypto
import Cryptography
import Testing

@Suite struct P256PublicKeyTests {
    @Test func `a signature holds for the bytes signed and no others`() throws {
        let signer = P256.Signing.PrivateKey()
        let key = try #require(P256PublicKey(pem: signer.publicKey.pemRepresentation))
        let message = Array("[{\"token\":\"gk_live_x\"}]".utf8)
        let signature = Array(try signer.signature(for: message).derRepresentation)
        #expect(key.hasSigned(message, signature: signature))
        #expect(!key.hasSigned(message + [0x20], signature: signature))
        #expect(!key.hasSigned([], signature: signature))
        let other = try #require(P256PublicKey(pem: P256.Signing.PrivateKey().publicKey.pemRepresentation))
        #expect(!other.hasSigned(message, signature: signature))
    }

    @Test(arguments: [
        [], [0x30], [0x30, 0x06, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00], [UInt8](repeating: 0xff, count: 99),
    ])
    func `what is no signature is none`(bytes: [UInt8]) throws {
        let key = try #require(P256PublicKey(pem: P256.Signing.PrivateKey().publicKey.pemRepresentation))
        #expect(!key.hasSigned([1, 2, 3], signature: bytes))
    }

    @Test(arguments: ["", "no key", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"])
    func `what is no key is none`(pem: String) {
        #expect(P256PublicKey(pem: pem) == nil)
        #expect(P256PublicKey(pem: P384.Signing.PrivateKey().publicKey.pemRepresentation) == nil)
    }
}
