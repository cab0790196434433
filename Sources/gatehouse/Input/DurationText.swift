import ArgumentParser
import Keys

/// A span of time as it is typed: `24h`, `15m`, `7d`, `90s`, `2w`, or `0`.
struct DurationText: Hashable, Sendable, ExpressibleByArgument {
    /// Ten years: longer is a slip of the finger.
    static let longest: Int64 = Int64(ExpiryPolicy.longestDays) * 86_400

    let seconds: Int64

    init(seconds: Int64) { self.seconds = seconds }

    /// Reads a number and its unit; `nil` for anything else, a missing unit included.
    init?(argument: String) {
        if argument == "0" {
            self.init(seconds: 0)
            return
        }
        guard let letter = argument.last, let unit = Self.units[letter],
            argument.dropLast().utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let amount = Int64(argument.dropLast())
        else { return nil }
        let (seconds, overflow) = amount.multipliedReportingOverflow(by: unit)
        guard !overflow, seconds <= Self.longest else { return nil }
        self.init(seconds: seconds)
    }

    /// Whole days, rounded up: a policy in days never gets shorter than what was typed.
    var days: Int64 { (self.seconds + 86_399) / 86_400 }

    /// In the largest unit that says it exactly.
    var defaultValueDescription: String {
        guard self.seconds != 0 else { return "0" }
        let exact = Self.units.filter { self.seconds % $0.value == 0 && $0.key != "w" }
        guard let unit = exact.max(by: { $0.value < $1.value }) else { return "\(self.seconds)s" }
        return "\(self.seconds / unit.value)\(unit.key)"
    }

    private static let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
}
