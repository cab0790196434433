package import Keys

/// What a tick did.
package struct MaintenanceReport: Hashable, Sendable {
    package let removedIdempotencyRecords: Int
    package let finishedRotations: [RotationID]

    /// There may be more to do at once.
    package var isPartial: Bool {
        self.removedIdempotencyRecords >= MaintenanceTick.most || self.finishedRotations.count >= MaintenanceTick.most
    }
}
