/// Some of the peppers of an environment, by position: those that a digest was made under, one around the other. Their order
/// is that of their age.
struct PepperSet: Hashable, Sendable {
    /// How many sets there are, the empty one included.
    static let count = 1 << EnvironmentEntry.mostPeppers

    /// What tells a set from a position in a version's entry.
    private static let mark: UInt8 = 1 << 7

    /// One bit for each position.
    let bits: UInt8

    /// The set of one.
    init(_ position: UInt8) { self.bits = 1 << (position & 3) }

    /// What a version's entry says: a position, or a set with its mark.
    init(place: UInt8) {
        self.bits = place & Self.mark == 0 ? 1 << (place & 3) : place & ~Self.mark
    }

    mutating func insert(_ position: UInt8) { self = .init(place: self.place | 1 << (position & 3)) }

    /// As a version's entry says it. No position is like it, so that a version with a set is never one under the newest
    /// pepper alone.
    var place: UInt8 { self.bits | Self.mark }
}
