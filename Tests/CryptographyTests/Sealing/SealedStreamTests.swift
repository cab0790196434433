import Cryptography
import TestKit
import Testing

@Suite struct SealedStreamTests {
    private static let context = AssociatedContext(
        tenant: "installation", objectType: "backup", objectID: "b1", objectVersion: 1, purpose: "backup", keyID: "root"
    )
    private static let chunk = SealedStream.chunkLength
    private static let sealedChunk = SealedStream.chunkLength + AES256GCM.tagLength

    private static func key(_ first: UInt8 = 0) -> SecretBytes { .init(copying: Array(first..<(first + 32))) }

    private static func seal(
        _ plaintext: [UInt8], step: Int = .max, random: @escaping RandomBytes = SecureRandom.system
    ) throws -> [UInt8] {
        var sealer = StreamSealer(key: self.key(), context: self.context, randomBytes: random)
        var sealed = sealer.header
        for piece in self.pieces(plaintext, step) { sealed += try sealer.append(piece.span) }
        sealed += try sealer.finish()
        return sealed
    }

    private static func open(
        _ sealed: [UInt8], step: Int = .max, key: UInt8 = 0, context: AssociatedContext = context
    ) throws(CryptographyError) -> [UInt8] {
        let header = Array(sealed.prefix(SealedStream.headerLength))
        var opener = try StreamOpener(header: header, key: self.key(key), context: context)
        var plaintext: [UInt8] = []
        for piece in self.pieces(Array(sealed.dropFirst(header.count)), step) {
            plaintext += try opener.append(piece.span)
        }
        return try plaintext + opener.finish()
    }

    private static func pieces(_ bytes: [UInt8], _ step: Int) -> [[UInt8]] {
        guard step < bytes.count else { return bytes.isEmpty ? [] : [bytes] }
        return stride(from: 0, to: bytes.count, by: step).map { Array(bytes[$0..<min(bytes.count, $0 + step)]) }
    }

    private static func code(
        _ sealed: [UInt8], key: UInt8 = 0, context: AssociatedContext = context
    ) -> CryptographyError.Code? {
        do throws(CryptographyError) {
            _ = try self.open(sealed, key: key, context: context)
            return nil
        } catch {
            return error.code
        }
    }

    /// The chunks of a stream, without its header.
    private static func chunks(_ sealed: [UInt8]) -> [[UInt8]] {
        self.pieces(Array(sealed.dropFirst(SealedStream.headerLength)), self.sealedChunk)
    }

    private static func joined(_ sealed: [UInt8], _ chunks: [[UInt8]]) -> [UInt8] {
        Array(sealed.prefix(SealedStream.headerLength)) + chunks.flatMap(\.self)
    }

    @Test(arguments: [0, 1, 15, chunk - 1, chunk, chunk + 1, 2 * chunk, 3 * chunk + 7])
    func `what was sealed opens, and is as long as documented`(count: Int) throws {
        var generator = SeededGenerator(seed: UInt64(count))
        let plaintext = generator.bytes(count)
        let sealed = try Self.seal(plaintext)
        let chunks = max((count + Self.chunk - 1) / Self.chunk, 1)
        #expect(sealed.count == SealedStream.headerLength + count + chunks * AES256GCM.tagLength)
        #expect(try Self.open(sealed) == plaintext)
    }

    @Test func `how it arrives changes nothing`() throws {
        var generator = SeededGenerator(seed: 5)
        let plaintext = generator.bytes(2 * Self.chunk + 100)
        let random: RandomBytes = { [UInt8](repeating: 9, count: $0) }
        let whole = try Self.seal(plaintext, random: random)
        for step in [1000, Self.chunk - 1, Self.chunk, Self.chunk + 1, Self.sealedChunk] {
            #expect(try Self.seal(plaintext, step: step, random: random) == whole)
            #expect(try Self.open(whole, step: step) == plaintext)
        }
    }

    @Test func `another key or context does not open it`() throws {
        let sealed = try Self.seal([1, 2, 3])
        #expect(Self.code(sealed, key: 1) == .envelopeRejected)
        var other = Self.context
        other.objectID = "b2"
        #expect(Self.code(sealed, context: other) == .envelopeRejected)
    }

    @Test func `every byte of the header counts`() throws {
        let sealed = try Self.seal([1, 2, 3])
        for index in 0..<SealedStream.headerLength {
            var changed = sealed
            changed[index] ^= 1
            #expect(Self.code(changed) == (index < 10 ? .envelopeMalformed : .envelopeRejected))
        }
        for count in 0..<SealedStream.headerLength {
            #expect(Self.code(Array(sealed[..<count])) == .envelopeMalformed)
        }
    }

    @Test func `a changed byte anywhere is noticed`() throws {
        var generator = SeededGenerator(seed: 6)
        let sealed = try Self.seal(generator.bytes(Self.chunk + 20))
        for _ in 0..<50 {
            var changed = sealed
            changed[Int.random(in: SealedStream.headerLength..<sealed.count, using: &generator)] ^= 0x80
            #expect(Self.code(changed) == .envelopeRejected)
        }
    }

    @Test func `chunks that are left out, moved, repeated or taken from another stream are noticed`() throws {
        var generator = SeededGenerator(seed: 7)
        let plaintext = generator.bytes(3 * Self.chunk + 7)
        let sealed = try Self.seal(plaintext)
        let chunks = Self.chunks(sealed)
        let foreign = Self.chunks(try Self.seal(plaintext))
        let broken = [
            [chunks[1], chunks[0], chunks[2], chunks[3]], [chunks[0], chunks[2], chunks[3]],
            [chunks[0], chunks[0], chunks[1], chunks[2], chunks[3]], [chunks[0], foreign[1], chunks[2], chunks[3]],
            [chunks[0], chunks[1], chunks[3]], [chunks[3]], chunks + [chunks[3]],
        ]
        for chunks in broken { #expect(Self.code(Self.joined(sealed, chunks)) == .envelopeRejected) }
    }

    @Test func `an end cut off is noticed, wherever the cut is`() throws {
        var generator = SeededGenerator(seed: 8)
        let sealed = try Self.seal(generator.bytes(2 * Self.chunk + 7))
        let chunks = Self.chunks(sealed)
        for kept in 0..<chunks.count {
            #expect(Self.code(Self.joined(sealed, Array(chunks[..<kept]))) == .streamCutOff)
        }
        for count in [1, 15, 16, 17, 100, Self.chunk] {
            #expect(Self.code(Array(sealed.dropLast(count))) != nil)
        }
        #expect(Self.code(sealed + [0]) == .envelopeRejected)
    }

    /// A sealer never makes such a stream, but whoever has the key can.
    @Test func `an empty chunk after others is refused`() throws {
        let full = try Self.seal([UInt8](repeating: 3, count: Self.chunk + 1))
        let info = Array(full[..<10]) + Self.context.additionalData(suite: 1)
        let keys = HKDFSHA256.derive(from: Self.key(), salt: Array(full[10..<42]), info: info, count: 71).array()
        let nonce = keys[32..<39] + [0, 0, 0, 1, 1]
        let chunk = { (text: [UInt8]) in
            try AES256GCM.seal(text.span, key: Array(keys[..<32]).span, nonce: Array(nonce).span, additional: Span())
        }
        #expect(Self.code(Self.joined(full, [Self.chunks(full)[0], try chunk([3])])) == nil)
        #expect(Self.code(Self.joined(full, [Self.chunks(full)[0], try chunk([])])) == .envelopeRejected)
    }

    @Test func `the stream of a fixed salt is the documented one`() throws {
        let sealed = try Self.seal(Array("a backup".utf8), random: { _ in Array(64..<96) })
        #expect(hexadecimal(sealed) == Self.documented)
    }

    /// Computed apart from this code, in Python with HMAC from its library and AES-GCM of libcrypto.
    private static let documented = """
        474853545245414d0110404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f14ba30e3e4a228fe2f2d5382fe\
        ba7784ee539f415fdf96280bd2f61b22c0df2bf7fef62ca19438d17e3a4567d0c08268a6f6a4e8046518a3
        """
}
