import Admission
import Keys
import TestKit
import Testing

@testable import DecisionLog

@Suite struct EncodedRecordTests {
    /// Lends the record in its bytes, and returns them as they are afterwards.
    private static func encoded(_ record: DecisionRecord, _ body: (EncodedRecord) -> Void) -> [UInt8] {
        var room = [UInt8](repeating: 0, count: RecordEncoding.longest)
        let count = room.withUnsafeMutableBytes { room in
            let count = RecordEncoding.write(record, into: room)
            body(EncodedRecord(UnsafeMutableRawBufferPointer(rebasing: room[..<count])))
            return count
        }
        return Array(room[..<count])
    }

    private static func text(_ generator: inout SeededGenerator, most: Int) -> [UInt8] {
        let alphabet = Array("abcXYZ019/._-%*{}".utf8)
        return (0..<generator.number(below: most + 40)).map { _ in generator.pick(alphabet) }
    }

    private static func random(_ generator: inout SeededGenerator) -> DecisionRecord {
        var record = DecisionRecord(
            requestID: DecisionRecord.id(generator.next()),
            at: WallTime(milliseconds: Int64(generator.next() >> 1)),
            method: generator.pick([.get, .post, .head, .other]),
            address: generator.oneIn(2)
                ? IPAddress(ipv4: UInt32(truncatingIfNeeded: generator.next()))
                : IPAddress(ipv6High: generator.next(), low: generator.next()))
        record.status = UInt16(truncatingIfNeeded: generator.next())
        record.reason = generator.oneIn(3) ? nil : generator.pick(Reason.allCases)
        record.isFirstUse = generator.oneIn(2)
        record.isTLS = generator.oneIn(2)
        record.surface = Surface(rawValue: UInt8(generator.number(below: 4))) ?? .gateway
        record.keyID = generator.oneIn(3) ? nil : DecisionRecord.id(generator.next())
        record.keyVersion = UInt32(truncatingIfNeeded: generator.next())
        record.ownerID = generator.oneIn(3) ? nil : DecisionRecord.id(generator.next())
        record.route = .init(Self.text(&generator, most: 60))
        record.routeTemplate = .init(Self.text(&generator, most: 60))
        record.environment = .init(Self.text(&generator, most: 60))
        record.host = .init(Self.text(&generator, most: 64))
        record.path = .init(Self.text(&generator, most: 160))
        record.userAgent = .init(Self.text(&generator, most: 128))
        record.upstream = .init(Self.text(&generator, most: 60))
        record.permission = .init(Self.text(&generator, most: 96))
        record.bytesIn = generator.next()
        record.durationNanoseconds = generator.next()
        return record
    }

    @Test func `what is read where it lies is what the whole record says`() {
        var generator = SeededGenerator(seed: 14)
        for _ in 0..<1_000 {
            let record = Self.random(&generator)
            let bytes = Self.encoded(record) { encoded in
                #expect(encoded.at == record.at)
                #expect(encoded.address == record.address)
                #expect(encoded.reason == record.reason)
                #expect(encoded.isAdmitted == record.isAdmitted)
                #expect(encoded.isFirstUse == record.isFirstUse)
                #expect(encoded.keyID == record.keyID)
                #expect(encoded.keyVersion == record.keyVersion)
                #expect(encoded.text(.route) == record.route)
                #expect(encoded.text(.routeTemplate) == record.routeTemplate)
                #expect(encoded.text(.environment) == record.environment)
                #expect(encoded.text(.host) == record.host)
                #expect(encoded.text(.path) == record.path)
                #expect(encoded.text(.userAgent) == record.userAgent)
                #expect(encoded.text(.upstream) == record.upstream)
                #expect(encoded.text(.limitPolicy) == record.limitPolicy)
                #expect(encoded.text(.permission) == record.permission)
            }
            #expect(RecordEncoding.read(bytes[...]) == record)
        }
    }

    @Test func `a text is cut to the room there is for it`() {
        var record = DecisionRecord.sample(1)
        record.host = .init("api.example.com")
        _ = Self.encoded(record) { encoded in
            let short: InlineText<3> = encoded.text(.host)
            #expect(short.text == "api")
        }
    }

    @Test func `masking in place is masking the texts`() {
        var generator = SeededGenerator(seed: 15)
        for _ in 0..<300 {
            var record = Self.random(&generator)
            let secret = Base62.draw(Token.secretLength) { generator.bytes($0) }
            let token = Token.compose(
                prefix: "gk", tag: "live", id: DecisionRecord.id(generator.next()), secret: secret)
            // Somewhere in the text, so that it is also cut in the middle.
            let before = Array(repeating: UInt8(0x2f), count: generator.number(below: 150))
            switch generator.number(below: 4) {
            case 0: record.host = .init(before.prefix(30) + token)
            case 1: record.path = .init(before + token)
            case 2: record.userAgent = .init(before + token)
            default: record.permission = .init(before.prefix(60) + token)
            }
            let bytes = Self.encoded(record) { $0.mask() }
            var expected = record
            expected.host = Self.masked(record.host)
            expected.path = Self.masked(record.path)
            expected.userAgent = Self.masked(record.userAgent)
            expected.permission = Self.masked(record.permission)
            #expect(RecordEncoding.read(bytes[...]) == expected)
        }
    }

    private static func masked<let capacity: Int>(_ text: InlineText<capacity>) -> InlineText<capacity> {
        var bytes = text.array
        _ = SecretMask.mask(&bytes, isCut: text.isFull)
        return InlineText(bytes)
    }
}
