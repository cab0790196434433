import Keys
import TestKit
import Testing

@Suite struct WallTimeTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-12-01T00:00:00Z", 1_796_083_200), ("2024-02-29T23:59:59Z", 1_709_251_199),
        ("2000-02-29T00:00:00Z", 951_782_400), ("9999-12-31T23:59:59Z", 253_402_300_799),
        ("1969-12-31T23:59:59Z", -1), ("0001-01-01T00:00:00Z", -62_135_596_800),
    ])
    func `moments are written and read`(_ text: String, _ seconds: Int) {
        #expect(WallTime(rfc3339: text)?.milliseconds == Int64(seconds) * 1000)
        #expect(WallTime(seconds: Int64(seconds)).description == text)
    }

    @Test(arguments: [
        ("2026-12-01T02:00:00+02:00", 1_796_083_200_000), ("2026-11-30T23:30:00-00:30", 1_796_083_200_000),
        ("2026-12-01t00:00:00z", 1_796_083_200_000), ("2026-12-01T00:00:00.5Z", 1_796_083_200_500),
        ("2026-12-01T00:00:00.123456789Z", 1_796_083_200_123), ("2026-12-01T00:00:60Z", 1_796_083_259_000),
    ])
    func `offsets, fractions and small letters are read`(_ text: String, _ milliseconds: Int) {
        #expect(WallTime(rfc3339: text)?.milliseconds == Int64(milliseconds))
    }

    @Test(arguments: [
        "", "2026-12-01", "2026-12-01T00:00:00", "2026-12-01 00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
        "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-12-32T00:00:00Z", "2026-12-00T00:00:00Z",
        "2026-12-01T24:00:00Z", "2026-12-01T00:60:00Z", "2026-12-01T00:00:61Z", "2026-12-01T00:00:00.Z",
        "2026-12-01T00:00:00.1234567890Z", "2026-12-01T00:00:00+24:00", "2026-12-01T00:00:00+0200",
        "2026-12-01T00:00:00ZZ", "2026-12-01T00:00:00+02:00 ", "+026-12-01T00:00:00Z", "2026-12-01T00:00:00",
    ])
    func `what is no moment is refused`(_ text: String) { #expect(WallTime(rfc3339: text) == nil) }

    @Test func `seconds beyond what fits are the ends of time`() {
        for seconds in [.max, .max / 1000 + 1, 1 << 55] as [Int64] {
            #expect(WallTime(seconds: seconds) == .distantFuture)
            #expect(WallTime(seconds: -seconds) == .distantPast)
        }
        #expect(WallTime(seconds: .min) == .distantPast)
        #expect(WallTime(seconds: .max / 1000).milliseconds == .max / 1000 * 1000)
    }

    @Test(arguments: [Int64.min, .min + 1, .max - 1, .max])
    func `any moment can be written`(milliseconds: Int64) {
        #expect(!WallTime(milliseconds: milliseconds).description.isEmpty)
    }

    @Test func `what is written is read back, and random bytes never trap`() {
        var generator = SeededGenerator(seed: 8)
        for _ in 0..<5000 {
            let moment = WallTime(milliseconds: Int64(generator.next() % 253_402_300_800_000))
            #expect(WallTime(rfc3339: moment.description) == moment)
            var bytes = Array(moment.description.utf8)
            bytes[Int(generator.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: generator.next() % 128)
            _ = WallTime(rfc3339: String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test func `every day of four centuries has its number`() {
        var (year, month, day): (Int64, Int64, Int64) = (1900, 1, 1)
        for number in CivilDate.toDays(1900, 1, 1)..<CivilDate.toDays(2301, 1, 1) {
            let date = CivilDate.fromDays(number)
            guard date == (year, month, day), CivilDate.toDays(year, month, day) == number else {
                Issue.record("\(date)")
                return
            }
            day += 1
            if day > CivilDate.daysInMonth(year, month) { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
    }

    @Test func `the ends of the range do not trap`() {
        for milliseconds in [Int64.min, -1000, -999, -1, 0, 999, .max] {
            let moment = WallTime(milliseconds: milliseconds)
            #expect(
                moment.seconds == Int64((Double(milliseconds) / 1000).rounded(.down)) || abs(milliseconds) > 1 << 52)
            #expect(!moment.description.isEmpty && !moment.imfFixdate.isEmpty)
            #expect(moment.adding(seconds: .max) >= moment || milliseconds > 0)
            _ = moment.adding(seconds: .min)
        }
        #expect(WallTime(seconds: 5).adding(seconds: .max) == .distantFuture)
        #expect(WallTime(seconds: 5).adding(seconds: .min) == .distantPast)
    }

    @Test(arguments: [
        ("1994-11-06T08:49:37Z", "Sun, 06 Nov 1994 08:49:37 GMT"),
        ("2026-12-01T00:00:00Z", "Tue, 01 Dec 2026 00:00:00 GMT"),
        ("1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
    ])
    func `header dates are those of RFC 9110`(_ text: String, _ date: String) {
        #expect(WallTime(rfc3339: text)?.imfFixdate == date)
    }
}
