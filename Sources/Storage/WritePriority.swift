/// Which waiting write goes first.
package enum WritePriority: Sendable {
    case ordinary
    /// What nobody waits for (`UnhurriedWork`).
    case background
    /// Revocations, suspensions and emergency rotations: they overtake whatever waits, and may use the disk reserve.
    case revocation
}
