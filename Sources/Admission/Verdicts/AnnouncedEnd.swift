package import Keys

/// The end that the answer to an admitted request announces, the same on every way in.
package struct AnnouncedEnd: Sendable {
    /// How long before its end a key is called expiring.
    private static let expiringSeconds: Int64 = 30 * 86_400

    /// When the version presented ends, or the key, whichever comes first.
    package let at: WallTime
    /// When the key ends; `nil` while that is far away.
    package let keyEndsAt: WallTime?

    /// `nil` when there is nothing to announce.
    package init?(_ admitted: Admitted, at now: WallTime) {
        let soon = now.adding(seconds: Self.expiringSeconds)
        let keyEndsAt = admitted.keyEndsAt.flatMap { $0 <= soon ? $0 : nil }
        guard let end = admitted.versionEndsAt ?? keyEndsAt else { return nil }
        self.at = min(end, keyEndsAt ?? end)
        self.keyEndsAt = keyEndsAt
    }
}
