/// Which waiting write goes first.
package enum WritePriority: Sendable {
    case ordinary
    /// Revocations, suspensions and emergency rotations: they overtake whatever waits, and may use the disk reserve.
    case revocation
}
