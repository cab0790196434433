import Cryptography
import Keys
import TestKit
import Testing

@Suite struct CanonicalCodingTests {
    private static func encoded(_ body: (inout CanonicalEncoder) -> Void) -> [UInt8] {
        var encoder = CanonicalEncoder()
        body(&encoder)
        return encoder.bytes
    }

    private static func isRefused(_ body: () throws -> Void) -> Bool {
        do {
            try body()
            return false
        } catch {
            return (error as? CryptographyError)?.code == .encodingMalformed
        }
    }

    static let numbers: [(UInt64, [UInt8])] = [
        (0, [0]), (1, [1]), (127, [0x7f]), (128, [0x80, 1]), (300, [0xac, 2]), (16_384, [0x80, 0x80, 1]),
        (.max, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]),
    ]

    @Test(arguments: numbers) func `numbers take the fewest bytes`(value: UInt64, bytes: [UInt8]) throws {
        #expect(Self.encoded { $0.append(value) } == bytes)
        #expect(try CanonicalDecoder.unsigned(bytes) == value)
    }

    @Test(
        arguments: [
            [0x80, 0x00], [0x81, 0x80, 0x00], [0x80], [], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2],
            [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1], [1, 1],
        ] as [[UInt8]])
    func `a number written another way is refused`(bytes: [UInt8]) {
        #expect(Self.isRefused { _ = try CanonicalDecoder.unsigned(bytes) })
    }

    @Test(arguments: [0, 1, -1, 63, -64, 64, .max, .min] as [Int64]) func `signed numbers come back`(
        value: Int64
    ) throws {
        let bytes = Self.encoded { $0.append(value) }
        #expect(
            try CanonicalDecoder.signed(bytes) == value)
    }

    @Test func `a number beyond 32 bits is no 32-bit number`() {
        let bytes = Self.encoded { $0.append(UInt64(UInt32.max) + 1) }
        #expect(Self.isRefused { _ = try CanonicalDecoder.unsigned32(bytes) })
    }

    @Test(arguments: ["", "a", "naïve 🗝", String(repeating: "x", count: 1000), "\u{0}"])
    func `text comes back`(text: String) throws {
        let bytes = Self.encoded { $0.append(text) }
        #expect(bytes.count >= text.utf8.count + 1)
        #expect(try CanonicalDecoder.text(bytes) == text)
    }

    @Test(
        arguments: [[2, 0xc3, 0x28], [1, 0xff], [3, 0xed, 0xa0, 0x80], [5, 0x61], [0xff, 0xff, 0x7f]] as [[UInt8]])
    func `text that is not UTF-8 or too short is refused`(bytes: [UInt8]) {
        #expect(Self.isRefused { _ = try CanonicalDecoder.text(bytes) })
    }

    @Test(arguments: [2, 3, 255] as [UInt8]) func `a marker is 0 or 1`(byte: UInt8) {
        #expect(Self.isRefused { _ = try CanonicalDecoder.bool([byte]) })
    }

    @Test func `a count beyond the limit or the input is refused before memory is taken`() {
        let huge = Self.encoded { $0.append(UInt64.max) }
        let many = Self.encoded { $0.append(UInt64(1000)) } + [1, 2, 3]
        for bytes in [huge, many, [5, 1, 2, 3, 4, 5]] {
            #expect(
                Self.isRefused { _ = try CanonicalDecoder.list(bytes) })
        }
    }

    @Test func `bytes left over are refused`() {
        #expect(Self.isRefused { _ = try CanonicalDecoder.byte([0, 0]) })
    }

    @Test func `whole values come back and no two encode alike`() throws {
        var generator = SeededGenerator(seed: 8)
        var seen: [[UInt8]: Sample] = [:]
        for _ in 0..<500 {
            let sample = Sample(using: &generator)
            let bytes = sample.canonicalBytes
            #expect(try Sample(canonicalBytes: bytes) == sample)
            #expect(seen[bytes].map { $0 == sample } ?? true)
            seen[bytes] = sample
            for cut in 0..<bytes.count {
                #expect(throws: CryptographyError.self) { try Sample(canonicalBytes: Array(bytes[..<cut])) }
            }
        }
    }

    @Test func `what is read from random bytes is written back the same`() {
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<20_000 {
            let noise = generator.bytes(Int.random(in: 0...48, using: &generator)).map { $0 & 0x83 }
            guard let sample = try? Sample(canonicalBytes: noise) else { continue }
            #expect(sample.canonicalBytes == noise)
        }
    }
}

/// One of everything the encoding has.
private struct Sample: Equatable, CanonicalCodable {
    let number: UInt64
    let signed: Int64
    let text: String
    let bytes: [UInt8]
    let flag: Bool
    let maybe: String?
    let list: [UInt32]
    let digest: Digest256

    init(using generator: inout SeededGenerator) {
        self.number = generator.next() >> UInt64.random(in: 0...63, using: &generator)
        self.signed = Int64(bitPattern: generator.next()) >> Int64.random(in: 0...63, using: &generator)
        self.text = String(repeating: "é", count: Int.random(in: 0...3, using: &generator))
        self.bytes = generator.bytes(Int.random(in: 0...5, using: &generator))
        self.flag = Bool.random(using: &generator)
        self.maybe = Bool.random(using: &generator) ? "x" : nil
        self.list = (0..<Int.random(in: 0...3, using: &generator)).map { UInt32($0) }
        self.digest = .init(words: (generator.next(), 1, 2, 3))
    }

    func encode(to encoder: inout CanonicalEncoder) {
        encoder.append(self.number)
        encoder.append(self.signed)
        encoder.append(self.text)
        encoder.append(self.bytes)
        encoder.append(self.flag)
        encoder.append(self.maybe) { (encoder: inout CanonicalEncoder, text: String) in encoder.append(text) }
        encoder.append(self.list) { (encoder: inout CanonicalEncoder, item: UInt32) in encoder.append(item) }
        encoder.append(self.digest)
    }

    init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        self.number = try decoder.unsigned()
        self.signed = try decoder.signed()
        self.text = try decoder.text()
        self.bytes = try decoder.byteArray()
        self.flag = try decoder.bool()
        self.maybe = try decoder.bool() ? try decoder.text() : nil
        self.list = try decoder.array(atMost: 8) { (decoder) throws(CryptographyError) in try decoder.unsigned32() }
        self.digest = try decoder.digest()
    }
}
