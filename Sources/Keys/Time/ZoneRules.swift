/// What clocks on the wall show in one time zone: the offsets from UTC, and from when on each.
///
/// Rules that go on for ever are worked out up to the year 2100; from then on the last offset stays.
package struct ZoneRules: Hashable, Sendable {
    /// Seconds since 1970, ascending.
    let transitions: [Int64]
    /// Seconds east of UTC: the first before any transition, then that from each on.
    let offsets: [Int32]

    /// The last year whose transitions are worked out.
    static let lastYear: Int64 = 2_100

    package static let utc = Self(transitions: [], offsets: [0])

    init(transitions: [Int64], offsets: [Int32]) {
        self.transitions = transitions
        self.offsets = offsets
    }

    /// Seconds east of UTC at that moment, in seconds since 1970. Allocates nothing.
    package func offset(at seconds: Int64) -> Int64 {
        var (low, high) = (0, self.transitions.count)
        let transitions = self.transitions.span
        while low < high {
            let middle = (low &+ high) >> 1
            if transitions[middle] <= seconds { low = middle &+ 1 } else { high = middle }
        }
        return Int64(self.offsets[low])
    }
}

/// A place where time zones are known by name. Reading them is not for a hot path.
package struct ZoneSource: Sendable {
    private let find: @Sendable (String) -> ZoneRules?

    package init(_ find: @escaping @Sendable (String) -> ZoneRules?) { self.find = find }

    /// Knows UTC and no other.
    package static let utcOnly = Self { _ in nil }

    /// The rules of a zone; `nil` when nobody knows it.
    package func rules(of name: String) -> ZoneRules? { name == "UTC" ? .utc : self.find(name) }
}

extension ZoneSource {
    /// Longest name of a zone.
    package static let longestName = 64

    /// Whether that may be the name of a zone: `Europe/Berlin`, `Etc/GMT+5`. Nothing that leads out of a folder is.
    package static func isName(_ text: some StringProtocol) -> Bool {
        guard (1...Self.longestName).contains(text.utf8.count) else { return false }
        let parts = text.split(separator: "/" as Character, omittingEmptySubsequences: false)
        return parts.count <= 3
            && parts.allSatisfy { part in
                guard let first = part.utf8.first, (first | 0x20) &- 0x61 < 26 else { return false }
                return part.utf8.allSatisfy {
                    ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x2d || $0 == 0x5f || $0 == 0x2b
                }
            }
    }
}
