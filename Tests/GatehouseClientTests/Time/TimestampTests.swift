import Foundation
import TestKit
import Testing

@testable import GatehouseClient

@Suite struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-12-01T00:00:00Z", 1_796_083_200), ("2024-02-29T23:59:59Z", 1_709_251_199),
        ("2000-02-29T12:00:00.999Z", 951_825_600), ("1969-12-31T23:59:59Z", -1),
        ("2016-12-31T23:59:60Z", 1_483_228_799),
    ]) func `a moment in UTC is read`(_ text: String, _ seconds: Int) {
        #expect(Timestamp(rfc3339: text)?.secondsSince1970 == Int64(seconds))
    }

    @Test(arguments: [
        "", "2026-12-01", "2026-12-01T00:00:00", "2026-12-01T00:00:00+01:00", "2026-12-01t00:00:00z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z", "2026-12-00T00:00:00Z", "2026-12-32T00:00:00Z", "2026-12-01T24:00:00Z",
        "2026-12-01T00:60:00Z", "2026-12-01T00:00:61Z", "2026-12-01T00:00:00.Z", "2026-12-01T00:00:00.1a2Z",
        "2026-12-01T00:00:00,5Z", "+026-12-01T00:00:00Z", "2026-12-01 00:00:00Z", "２０２６-12-01T00:00:00Z",
    ]) func `anything else is not`(_ text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test func `every day agrees with the calendar of Foundation`() throws {
        let formatter = ISO8601DateFormatter()
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<5000 {
            let seconds = Int64(generator.number(below: 8_000_000_000)) - 1_000_000_000
            let text = formatter.string(from: Date(timeIntervalSince1970: Double(seconds)))
            #expect(Timestamp(rfc3339: text)?.secondsSince1970 == seconds)
        }
    }

    @Test func `moments are ordered`() {
        #expect(Timestamp(secondsSince1970: 1) < Timestamp(secondsSince1970: 2))
    }

    @Test func `durations become nanoseconds without a trap`() {
        #expect(Duration.seconds(2).wholeNanoseconds == 2_000_000_000)
        #expect(Duration.nanoseconds(-1).wholeNanoseconds == 0)
        #expect(Duration.seconds(Int64.max).wholeNanoseconds == .max)
        #expect(UInt64.max.addingCapped(1) == .max)
    }
}
