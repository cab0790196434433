package import Keys

/// What an operator of Gatehouse may set about the control plane.
package struct ManagementSettings: Sendable {
    /// What tokens begin with: `[a-z][a-z0-9]{0,15}`.
    package var tokenPrefix = "gk"
    /// Overlap and hard stop of rotations that do not state theirs.
    package var rotation = RotationPolicy()
    /// How long an answer waits for the event loops to act on a revocation before it is called pending.
    package var receiptDeadlineMilliseconds = 1000

    package init() {}
}
