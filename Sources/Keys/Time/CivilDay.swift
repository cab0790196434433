/// A day of the calendar, wherever: `2026-12-01`.
package struct CivilDay: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01.
    package let number: Int32

    /// The last day that has a text: 9999-12-31.
    private static let last: Int32 = 2_932_896

    /// Days since 1970-01-01; `nil` before that day and behind the year 9999.
    package init?(number: Int64) {
        guard (0...Int64(Self.last)).contains(number) else { return nil }
        self.number = Int32(number)
    }

    /// Reads `2026-12-01`; `nil` for anything else, days that are not in the calendar included.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count == 10, let moment = WallTime(rfc3339: "\(text)T00:00:00Z") else { return nil }
        self.init(number: moment.seconds / 86_400)
    }

    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

extension CivilDay: CustomStringConvertible {
    package var description: String { String(WallTime(seconds: Int64(self.number) * 86_400).description.prefix(10)) }
}
