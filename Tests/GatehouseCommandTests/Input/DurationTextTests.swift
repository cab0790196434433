import TestKit
import Testing

@testable import gatehouse

@Suite struct DurationTextTests {
    @Test(arguments: [
        ("0", 0), ("0s", 0), ("90s", 90), ("15m", 900), ("24h", 86_400), ("7d", 604_800), ("2w", 1_209_600),
    ])
    func `a number and its unit are read`(text: String, seconds: Int64) {
        #expect(DurationText(argument: text)?.seconds == seconds)
    }

    @Test(arguments: [
        "", "5", "h", "-1h", "+1h", "1.5h", " 1h", "1h ", "1 h", "1H", "1y", "١h", "9999999999999999999s",
        "9223372036854775807w", "3651d",
    ])
    func `anything else is refused`(text: String) {
        #expect(DurationText(argument: text) == nil)
    }

    @Test func `random bytes never trap`() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<5000 {
            let bytes = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            _ = DurationText(argument: String(decoding: bytes, as: UTF8.self))
            _ = LimitText(argument: String(decoding: bytes, as: UTF8.self))
            _ = MomentText(argument: String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test func `days are rounded up`() {
        #expect(DurationText(seconds: 86_401).days == 2)
        #expect(DurationText(seconds: 86_400).days == 1)
    }

    @Test(arguments: ["0", "90s", "15m", "24h", "7d", "14d"])
    func `a default is shown in a form that reads back`(text: String) {
        let duration = DurationText(argument: text)
        #expect(duration.flatMap { DurationText(argument: $0.defaultValueDescription) } == duration)
    }
}
