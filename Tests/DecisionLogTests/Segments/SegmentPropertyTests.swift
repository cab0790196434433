import Admission
import Foundation
import Keys
import TestKit
import Testing

@testable import DecisionLog

/// Segments under damage of every kind: what is read is what was written, in order, and nothing else.
@Suite struct SegmentPropertyTests {
    private static func segment(_ count: Int) -> (bytes: [UInt8], ends: [Int]) {
        var bytes = SegmentFormat.header
        var ends = [bytes.count]
        for number in 0..<count {
            bytes += [UInt8](frameOf: .sample(UInt64(number)))
            ends.append(bytes.count)
        }
        return (bytes, ends)
    }

    /// The records before the first damage.
    private static func read(_ bytes: [UInt8]) -> [DecisionRecord] {
        SegmentPayloads(of: bytes, isChecked: true).compactMap { RecordEncoding.read(bytes[$0]) }
    }

    @Test func `a segment cut anywhere is intact up to the last whole frame`() {
        let (bytes, ends) = Self.segment(6)
        for length in 0...bytes.count {
            let whole = ends.last { $0 <= length } ?? 0
            #expect(SegmentFormat.intactLength(Array(bytes[..<length])) == whole)
        }
    }

    @Test func `one flipped bit costs the frames from there on, and never invents one`() {
        let (bytes, ends) = Self.segment(4)
        let records = Self.read(bytes)
        #expect(records.count == 4)
        var generator = SeededGenerator(seed: 141)
        for _ in 0..<4000 {
            var damaged = bytes
            let place = generator.number(below: bytes.count)
            damaged[place] ^= 1 << UInt8(generator.number(below: 8))
            let untouched = ends.lastIndex { $0 <= place }
            let found = Self.read(damaged)
            #expect(found == Array(records.prefix(untouched ?? 0)))
        }
    }

    @Test func `random bytes behind a header hold no record`() {
        var generator = SeededGenerator(seed: 142)
        for _ in 0..<3000 {
            let bytes = SegmentFormat.header + generator.bytes(generator.number(below: 600))
            #expect(Self.read(bytes).isEmpty)
            #expect(SegmentFormat.intactLength(bytes) == SegmentFormat.header.count)
        }
    }

    @Test func `a length that reaches beyond the bytes, or is none, ends the reading`() {
        for length in [0, 1, 4096, 4097, 0x7fff_ffff, 0xffff_ffff] as [UInt32] {
            let bytes = SegmentFormat.header + withUnsafeBytes(of: length.littleEndian) { Array($0) } + [0, 0, 0, 0]
            #expect(SegmentFormat.payload(in: bytes, at: 8, isChecked: false) == nil)
            #expect(SegmentFormat.intactLength(bytes) == 8)
        }
    }

    @Test func `a frame too short for an id is passed over`() throws {
        let folder = TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        var bytes: [UInt8] = SegmentFormat.header + [1, 0, 0, 0, 0, 0, 0, 0, 7]
        bytes += [UInt8](frameOf: .sample(1))
        let path = folder.path + "/" + SegmentFormat.name(1)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        #expect(SegmentSearch.record(for: DecisionRecord.id(1), in: [path]) != nil)
    }

    @Test func `names and sequence numbers are one to one`() {
        for sequence in [1, 9, 10, 999_999_999, 9_999_999_999, 10_000_000_000, .max / 2] as [UInt64] {
            #expect(SegmentFormat.sequence(SegmentFormat.name(sequence)) == sequence)
        }
        for name in [
            "", "decisions-.log", "decisions-1", "1.log", "decisions--1.log", "decisions-a.log", "decisions-1.log~",
        ] {
            #expect(SegmentFormat.sequence(name) == nil)
        }
    }

    @Test func `damage in the middle of old segments loses their rest and nothing of the others`() async throws {
        let folder = TemporaryFolder()
        do {
            let log = try DecisionLog.open(folder) { $0.maximumBytes = 262_144 }
            for number in 0..<UInt64(300) {
                log.ring(0).append(.sample(number))
                log.drain()
            }
        }
        #expect(folder.segments.count > 3)
        var generator = SeededGenerator(seed: 143)
        let victim = folder.path + "/" + folder.segments[1]
        var bytes = Array(try #require(FileManager.default.contents(atPath: victim)))
        for _ in 0..<5 { bytes[generator.number(below: bytes.count)] ^= 0x10 }
        try Data(bytes).write(to: URL(fileURLWithPath: victim))
        let log = try DecisionLog.open(folder) { $0.maximumBytes = 262_144 }
        let found = await log.recent(limit: 1000)
        let numbers = Dictionary(
            (0..<UInt64(300)).map { (DecisionRecord.id($0) as RequestID, $0) }
        ) { first, _ in first }
        let order = found.compactMap { numbers[$0.requestID] }
        #expect(order.count == found.count && order == order.sorted(by: >))
        #expect(found.count < 300 && found.count > 200)
        for record in found {
            #expect(record == DecisionRecord.sample(try #require(numbers[record.requestID])).masked)
        }
    }
}
