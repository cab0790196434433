import Admission
import Keys
import TestKit
import Testing

@testable import DecisionLog

@Suite struct RecordEncodingTests {
    private static func append(_ record: DecisionRecord, to bytes: inout [UInt8]) {
        var room = [UInt8](repeating: 0, count: RecordEncoding.longest)
        let count = room.withUnsafeMutableBytes { RecordEncoding.write(record, into: $0) }
        bytes += room[..<count]
    }

    @Test func `a record comes back as it went in`() {
        for number in 0..<UInt64(300) {
            let record = DecisionRecord.sample(number)
            var bytes: [UInt8] = []
            Self.append(record, to: &bytes)
            #expect(RecordEncoding.read(bytes[...]) == record)
            #expect(bytes.count < 700)
        }
    }

    /// Bytes of what rules said where there were none.
    private static let rules = 2

    @Test func `a record of the version without places and rules is still read`() {
        let record = DecisionRecord.sample(6)
        var bytes: [UInt8] = []
        Self.append(record, to: &bytes)
        bytes[0] = 3
        #expect(RecordEncoding.read(bytes[...]) == nil)
        #expect(RecordEncoding.read(bytes.dropLast(Self.rules + 6)) == record)
    }

    @Test func `what rules said comes back, as much of it as there can be`() {
        for count in [1, 7, RuleTrace.most, RuleTrace.most + 1] {
            var rules = RuleTrace()
            for number in 0..<RuleTrace.mostPolicies {
                _ = rules.add(.init(id: PolicyID(high: 1, low: UInt64(number)), revision: UInt32(number)))
            }
            for number in 0..<count {
                var outcome = RuleOutcome(
                    number % 2 == 0 ? .policy : .limit,
                    RuleOutcome.Carrier.allCases[number % RuleOutcome.Carrier.allCases.count],
                    reason: number % 3 == 0 ? .limitExceeded : nil)
                outcome.policy = UInt8(number % RuleTrace.mostPolicies)
                outcome.position = UInt8(number)
                outcome.isShadow = number % 4 == 1
                outcome.used = UInt32(number)
                outcome.capacity = .max
                rules.add(outcome)
            }
            var record = DecisionRecord.sample(7)
            record.setRules(rules)
            var bytes: [UInt8] = []
            Self.append(record, to: &bytes)
            #expect(RecordEncoding.read(bytes[...]) == record)
            #expect(record.rules.isCut == (count > RuleTrace.most))
            #expect(SeenRecord(bytes[...])?.rules == rules)
            for cut in 1..<40 { #expect(RecordEncoding.read(bytes.dropLast(cut)) == nil) }
        }
    }

    @Test func `a record of the version without a trace is still read`() {
        let record = DecisionRecord.sample(4)
        var bytes: [UInt8] = []
        Self.append(record, to: &bytes)
        bytes[0] = 1
        #expect(RecordEncoding.read(bytes[...]) == nil)
        #expect(RecordEncoding.read(bytes.dropLast(Self.rules + 31)) == record)
        bytes[0] = 5
        #expect(RecordEncoding.read(bytes[...]) == nil)
    }

    @Test func `a record of the version without WebSockets is still read`() {
        var record = DecisionRecord.sample(5)
        record.socketEnd = nil
        var bytes: [UInt8] = []
        Self.append(record, to: &bytes)
        bytes[0] = 2
        #expect(RecordEncoding.read(bytes[...]) == nil)
        #expect(RecordEncoding.read(bytes.dropLast(Self.rules + 7)) == record)
    }

    @Test func `what is no country is refused`() throws {
        var record = DecisionRecord.sample(6)
        record.place = Place(country: try #require(CountryCode("DE")), network: .init(rawValue: 64_500))
        var bytes: [UInt8] = []
        Self.append(record, to: &bytes)
        #expect(RecordEncoding.read(bytes[...]) == record)
        bytes[bytes.count - Self.rules - 6] = 1
        #expect(RecordEncoding.read(bytes[...]) == nil)
    }

    @Test func `every end of a WebSocket survives, and what is none is refused`() {
        for end in SocketEnd.allCases {
            var record = DecisionRecord.sample(1)
            record.socketEnd = end
            var bytes: [UInt8] = []
            Self.append(record, to: &bytes)
            #expect(RecordEncoding.read(bytes[...])?.socketEnd == end)
            bytes[bytes.count - 7 - Self.rules] = 200
            #expect(RecordEncoding.read(bytes[...]) == nil)
        }
        #expect(Set(SocketEnd.allCases.map { "\($0.label)" }).count == SocketEnd.allCases.count)
    }

    @Test func `every reason survives`() {
        for reason in Reason.allCases {
            var record = DecisionRecord.sample(1)
            record.reason = reason
            var bytes: [UInt8] = []
            Self.append(record, to: &bytes)
            #expect(RecordEncoding.read(bytes[...])?.reason == reason)
        }
    }

    @Test func `a record cut anywhere, or with one byte too many, is not read`() {
        var bytes: [UInt8] = []
        Self.append(.sample(8), to: &bytes)
        for length in bytes.indices { #expect(RecordEncoding.read(bytes[..<length]) == nil) }
        bytes.append(0)
        #expect(RecordEncoding.read(bytes[...]) == nil)
    }

    @Test func `changed and random bytes never trap`() {
        var generator = SeededGenerator(seed: 2)
        var bytes: [UInt8] = []
        Self.append(.sample(8), to: &bytes)
        for _ in 0..<3000 {
            var changed = bytes
            changed[Int(generator.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: generator.next())
            _ = RecordEncoding.read(changed[...])
            _ = RecordEncoding.read(generator.bytes(Int(generator.next() % 400))[...])
        }
    }

    @Test func `the path is taken without its query, its fragment and what is too long`() {
        var record = DecisionRecord.sample(1)
        for (target, path) in [("/a/b?c=d", "/a/b"), ("/a#b?c", "/a"), ("?x", ""), ("/", "/"), ("", "")] {
            record.setPath(Array(target.utf8).span)
            #expect(record.path.text == path)
        }
        record.setPath(Array(repeating: 0x61, count: 5000).span)
        #expect(record.path.count == 160)
    }

    @Test func `an upstream that fails does not undo the admission`() {
        var record = DecisionRecord.sample(1)
        record.reason = .upstreamTimeout
        #expect(record.isAdmitted && record.phase == .forward)
        record.reason = .permissionMissing
        #expect(!record.isAdmitted && record.phase == .authorize)
        record.reason = nil
        #expect(record.isAdmitted && record.phase == .record)
    }

    @Test func `labels are unique words in snake case`() {
        #expect(Reason.credentialUnknown.label == "credential_unknown")
        #expect(Set(Reason.allCases.map(\.label)).count == Reason.allCases.count)
    }

    @Test func `flags are written with Envoy's letters`() {
        #expect(ExchangeFlags([.upstreamTimeout, .clientLeft]).text == "UT,DC")
        #expect(ExchangeFlags().text == "")
    }
}
