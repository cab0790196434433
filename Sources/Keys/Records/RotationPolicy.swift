/// How long rotations take when nobody says otherwise.
package struct RotationPolicy: Hashable, Sendable {
    /// From the first use of the new version; 24 h.
    package var overlapSeconds: UInt32 = 86_400
    /// From the start; 7 days.
    package var hardStopSeconds: UInt32 = 604_800

    package init() {}
}
