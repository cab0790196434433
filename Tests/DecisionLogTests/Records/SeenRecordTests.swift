import Admission
import Keys
import Testing

@testable import DecisionLog

/// What summaries read of a record is what stands in it.
@Suite struct SeenRecordTests {
    private func bytes(_ record: DecisionRecord, version: UInt8 = RecordEncoding.version, without tail: Int = 0)
        -> [UInt8]
    {
        var bytes = Array([UInt8](frameOf: record)[SegmentFormat.frameHeader...].dropLast(tail))
        bytes[0] = version
        return bytes
    }

    @Test func `id, moment, key, outcome and route are those of the whole record`() throws {
        for number in 0..<200 as Range<UInt64> {
            let record = DecisionRecord.sample(number)
            // Bytes that older versions did not have, by version.
            for (version, tail) in [(4, 0), (3, 8), (2, 9), (1, 33)] as [(UInt8, Int)] {
                let bytes = self.bytes(record, version: version, without: tail)
                let seen = try #require(SeenRecord(bytes[...]), "version \(version)")
                #expect(seen.requestID == record.requestID && seen.at == record.at && seen.keyID == record.keyID)
                #expect(seen.isAdmitted == record.isAdmitted && seen.rules == nil)
                #expect(String(decoding: seen.route, as: UTF8.self) == record.route.text)
            }
        }
    }

    @Test func `what is no record is none, and nothing traps`() {
        let whole = self.bytes(.sample(3))
        #expect(SeenRecord(self.bytes(.sample(3), version: 0)[...]) == nil)
        #expect(SeenRecord(self.bytes(.sample(3), version: 5)[...]) == nil)
        for length in 0..<(whole.count - 2) { #expect(SeenRecord(whole[..<length]) == nil) }
        for position in whole.indices {
            var changed = whole
            changed[position] = .max
            _ = SeenRecord(changed[...])
        }
    }
}
