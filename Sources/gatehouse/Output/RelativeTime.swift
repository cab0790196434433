import Keys

/// A moment as a person says it: `3 min ago`, `in 2 h`. Beyond 60 days the date says more.
enum RelativeTime {
    static func text(for moment: WallTime, now: WallTime) -> String {
        let (difference, overflow) = moment.milliseconds.subtractingReportingOverflow(now.milliseconds)
        guard !overflow, difference.magnitude < 60 * 86_400_000 else { return String(moment.description.prefix(10)) }
        let seconds = difference.magnitude / 1000
        if seconds < 5 { return "now" }
        let amount = Self.amount(seconds)
        return difference < 0 ? amount + " ago" : "in " + amount
    }

    /// The largest unit that fits, rounded down: never claims more time than there is.
    private static func amount(_ seconds: UInt64) -> String {
        switch seconds {
        case 0..<60: "\(seconds) s"
        case 60..<3600: "\(seconds / 60) min"
        case 3600..<86_400: "\(seconds / 3600) h"
        case 86_400..<(2 * 86_400): "1 day"
        default: "\(seconds / 86_400) days"
        }
    }
}
