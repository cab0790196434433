import Crypto
import Cryptography
import Foundation
import TestKit
import Testing

/// Against swift-crypto, which computes it in another library.
@Suite struct AES256GCMTests {
    @Test func `it seals what another implementation seals`() throws {
        var generator = SeededGenerator(seed: 21)
        for count in [0, 1, 15, 16, 17, 255, 4096, 70_000] {
            let (key, nonce) = (generator.bytes(32), generator.bytes(12))
            let (additional, plaintext) = (generator.bytes(count % 40), generator.bytes(count))
            let sealed = try AES256GCM.seal(
                plaintext.span, key: key.span, nonce: nonce.span, additional: additional.span)
            let box = try AES.GCM.seal(
                plaintext, using: SymmetricKey(data: key), nonce: AES.GCM.Nonce(data: nonce), authenticating: additional
            )
            #expect(sealed == Array(box.ciphertext + box.tag))
        }
    }

    @Test func `what does not open leaves no plaintext`() throws {
        let (key, nonce) = ([UInt8](repeating: 1, count: 32), [UInt8](repeating: 2, count: 12))
        var sealed = try AES256GCM.seal(
            [UInt8](repeating: 0x55, count: 100).span, key: key.span, nonce: nonce.span, additional: Span())
        sealed[100] ^= 1
        var target = [UInt8](repeating: 7, count: 100)
        let isGenuine = target.withUnsafeMutableBytes { target in
            AES256GCM.open(sealed.span, key: key.span, nonce: nonce.span, additional: Span(), into: target)
        }
        #expect(!isGenuine)
        #expect(target == [UInt8](repeating: 0, count: 100))
    }
}
