package import Keys

/// Who hears of what the decisions say about keys. Called from the log's own thread, never under a lock.
package struct DecisionSinks: Sendable {
    /// Last use per key version, at most once a minute for each, and at shutdown.
    package let usage: @Sendable ([VersionUsage]) -> Void
    /// A version was used for the first time: at once.
    package let firstUse: @Sendable (VersionUsage) -> Void
    /// Every use recorded before that moment has been told by now: after `usage`, when none was left out.
    package let toldAll: @Sendable (WallTime) -> Void

    /// Requests of these keys were refused because of a ban, last at these moments: at once.
    package let abuse: @Sendable ([KeyID: WallTime]) -> Void

    package init(
        usage: @escaping @Sendable ([VersionUsage]) -> Void, firstUse: @escaping @Sendable (VersionUsage) -> Void,
        toldAll: @escaping @Sendable (WallTime) -> Void = { _ in },
        abuse: @escaping @Sendable ([KeyID: WallTime]) -> Void = { _ in }
    ) {
        self.usage = usage
        self.firstUse = firstUse
        self.toldAll = toldAll
        self.abuse = abuse
    }

    /// Nobody listens.
    package static let none = Self(usage: { _ in }, firstUse: { _ in })
}
