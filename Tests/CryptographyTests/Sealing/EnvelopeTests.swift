import Cryptography
import TestKit
import Testing

@Suite struct EnvelopeTests {
    static let context = AssociatedContext(
        tenant: "env_x", objectType: "pepper", objectID: "p1", objectVersion: 3, purpose: "wrap", keyID: "k1")

    private static func key(_ first: UInt8 = 0) -> SecretBytes { .init(copying: Array(first..<(first + 32))) }

    private static func seal(
        _ plaintext: [UInt8], context: AssociatedContext = context, random: @escaping RandomBytes = SecureRandom.system
    ) throws -> [UInt8] {
        try Envelope.seal(
            SecretBytes(copying: plaintext), under: self.key(), context: context, randomBytes: random)
    }

    private static func open(
        _ envelope: [UInt8], key first: UInt8 = 0, context: AssociatedContext = context
    ) throws(CryptographyError) -> [UInt8] {
        try Envelope.open(envelope, under: self.key(first), context: context).array()
    }

    /// Whether opening is refused with this code.
    private static func refuses(
        _ envelope: [UInt8], key: UInt8 = 0, context: AssociatedContext = context,
        with code: CryptographyError.Code = .envelopeRejected
    ) -> Bool {
        do throws(CryptographyError) {
            _ = try self.open(envelope, key: key, context: context)
            return false
        } catch {
            return error.code == code
        }
    }

    /// Computed apart from this code, in Python with HMAC from its library and AES-GCM checked against NIST's vectors.
    @Test func `the envelope of a fixed salt is the documented one`() throws {
        let envelope = try Self.seal(Array("a secret".utf8), random: { _ in Array(64..<96) })
        let expected = """
            01404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f5652498e09984c42fdaaef8a5e55bb25fd5f3e50\
            7d371b85fbba1e0f1c21f4d6cc2546fd8618eb5a4e2e6983805e28a57521c1fcef301b1e
            """
        #expect(hexadecimal(envelope) == expected)
        #expect(try Self.open(bytes(expected)) == Array("a secret".utf8))
    }

    @Test(arguments: [0, 1, 15, 16, 17, 32, 1000, 100_000]) func `what was sealed opens`(count: Int) throws {
        var generator = SeededGenerator(seed: UInt64(count))
        let plaintext = generator.bytes(count)
        let envelope = try Self.seal(plaintext)
        #expect(envelope.count == count + Envelope.overhead)
        #expect(try Self.open(envelope) == plaintext)
    }

    @Test func `the same secret sealed twice gives unlike envelopes`() throws {
        let (first, second) = (try Self.seal([1, 2, 3]), try Self.seal([1, 2, 3]))
        #expect(first[1...] != second[1...])
        #expect(first[1..<33] != second[1..<33])
    }

    static let transplants: [@Sendable (inout AssociatedContext) -> Void] = [
        { $0.tenant = "env_y" }, { $0.objectType = "secret" }, { $0.objectID = "p2" }, { $0.objectVersion = 4 },
        { $0.purpose = "sign" }, { $0.keyID = "k2" }, { $0.tenant = "" },
        {
            // The same letters, cut elsewhere.
            $0.objectType = "pepperp"
            $0.objectID = "1"
        },
    ]

    @Test(arguments: transplants.indices) func `an envelope moved to another context does not open`(index: Int) throws {
        var other = Self.context
        Self.transplants[index](&other)
        #expect(Self.refuses(try Self.seal([1, 2, 3]), context: other))
    }

    @Test func `another key does not open it`() throws {
        #expect(Self.refuses(try Self.seal([1, 2, 3]), key: 1))
    }

    @Test func `every byte counts`() throws {
        let envelope = try Self.seal(Array("a longer secret than one block".utf8))
        for index in envelope.indices {
            var changed = envelope
            changed[index] ^= 0x01
            #expect(Self.refuses(changed, with: index == 0 ? .envelopeMalformed : .envelopeRejected))
        }
    }

    @Test func `an envelope cut short or drawn out does not open`() throws {
        let envelope = try Self.seal([1, 2, 3])
        for count in 0..<envelope.count {
            let code: CryptographyError.Code = count < Envelope.overhead ? .envelopeMalformed : .envelopeRejected
            #expect(Self.refuses(Array(envelope[..<count]), with: code))
        }
        #expect(Self.refuses(envelope + [0]))
    }

    @Test(arguments: [0, 2, 3, 255] as [UInt8]) func `unknown suites are refused before anything is tried`(
        suite: UInt8
    ) throws {
        var envelope = try Self.seal([1, 2, 3])
        envelope[0] = suite
        #expect(Self.refuses(envelope, with: .envelopeMalformed))
    }

    @Test func `a ciphertext with a forged commitment is refused`() throws {
        let (one, other) = (try Self.seal([1, 2, 3]), try Self.seal([1, 2, 3]))
        // The commitment of one with salt and ciphertext of the other.
        #expect(Self.refuses(Array(other[..<33] + one[33..<65] + other[65...])))
    }

    @Test func `random bytes never open and never trap`() {
        var generator = SeededGenerator(seed: 77)
        for _ in 0..<500 {
            var noise = generator.bytes(Int.random(in: 0...200, using: &generator))
            if !noise.isEmpty { noise[0] = Envelope.suite }
            #expect(Self.refuses(noise) || Self.refuses(noise, with: .envelopeMalformed))
        }
    }

    @Test func `the additional data is the documented one`() {
        let expected = """
            0000001467617465686f7573652f656e76656c6f70652f31000000010100000005656e765f7800000006706570706572000000027031\
            0000000800000000000000030000000477726170000000026b31
            """
        #expect(hexadecimal(Self.context.additionalData(suite: 1)) == expected)
        #expect(hexadecimal(Self.context.additionalData(suite: 2)) != expected)
    }
}
