package import Keys

/// What a store tells of the use of a key.
package struct UseFinding: Hashable, Sendable {
    package let key: KeyID
    package let environment: EnvironmentID
    /// The act that began its time anew last.
    package let from: WallTime
    /// Milliseconds for which it was certainly not used.
    package let unusedMilliseconds: Int64

    /// Every use before `known` is in the store, so what is missing there behind that moment is no sign. While nobody knows
    /// until when that is, the key's time begins now: a key in use must not be taken for one that is not.
    package init(_ key: KeyRecord, lastUse: WallTime?, known: WallTime?) {
        self.key = key.id
        self.environment = key.environmentID
        self.from = key.unusedFrom
        let last = lastUse.map { max($0, key.unusedFrom) } ?? key.unusedFrom
        guard let known, known > last else {
            self.unusedMilliseconds = 0
            return
        }
        let (span, isBeyond) = known.milliseconds.subtractingReportingOverflow(last.milliseconds)
        self.unusedMilliseconds = isBeyond ? Self.longest : min(span, Self.longest)
    }

    /// A thousand years.
    private static let longest: Int64 = 31_556_952_000_000
}
