package import Keys

/// What the decision log has seen keys do: as far back as it reaches, and no further.
package struct ObservedUse: Sendable {
    /// The oldest decision that was looked at; `nil` when there is none.
    package var since: WallTime?
    /// By key, the permissions that admitted requests needed, with the last time of each.
    package var permissions: [KeyID: [Permission: WallTime]]
    /// Keys that were also asked about where nobody says which permission the request needs: what they use is not known.
    package var unclear: Set<KeyID>

    package init(
        since: WallTime? = nil, permissions: [KeyID: [Permission: WallTime]] = [:], unclear: Set<KeyID> = []
    ) {
        self.since = since
        self.permissions = permissions
        self.unclear = unclear
    }
}
