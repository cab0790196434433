/// How far a rotation has come at a moment.
package enum RotationState: String, Hashable, Sendable, CaseIterable {
    /// The new version was not used yet.
    case pending
    /// Both versions admit until the overlap is over.
    case overlapping
    /// The old versions have ended.
    case finished
    /// The old versions go on, the new one has ended.
    case cancelled
}
