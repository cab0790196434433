/// A change of secret. The overlap runs from the first use of the new version, so that nobody is cut off before they
/// switched; the hard stop ends it whatever happens.
package struct Rotation: Hashable, Sendable {
    /// Longest overlap and latest hard stop: 90 days.
    package static let longestSeconds: UInt32 = 7_776_000

    package let id: RotationID
    /// The version this rotation added.
    package let newVersion: UInt32
    /// 0 ends the old versions with the answer.
    package let overlapSeconds: UInt32
    package let startedAt: WallTime
    package let hardStopAt: WallTime
    package var newVersionFirstUsedAt: WallTime?
    package var cancelledAt: WallTime?

    package init(
        id: RotationID, newVersion: UInt32, overlapSeconds: UInt32, startedAt: WallTime, hardStopAt: WallTime,
        newVersionFirstUsedAt: WallTime? = nil, cancelledAt: WallTime? = nil
    ) {
        self.id = id
        self.newVersion = newVersion
        self.overlapSeconds = overlapSeconds
        self.startedAt = startedAt
        self.hardStopAt = hardStopAt
        self.newVersionFirstUsedAt = newVersionFirstUsedAt
        self.cancelledAt = cancelledAt
    }

    /// When the old versions end, as far as is known.
    package var endsAt: WallTime {
        if self.overlapSeconds == 0 { return self.startedAt }
        guard let firstUse = self.newVersionFirstUsedAt else { return self.hardStopAt }
        return min(self.hardStopAt, firstUse.adding(seconds: Int64(self.overlapSeconds)))
    }

    package func state(at now: WallTime) -> RotationState {
        if self.cancelledAt != nil { return .cancelled }
        // Without overlap it ended with the answer, also when the clock is then set to before it.
        if self.overlapSeconds == 0 || self.endsAt <= now { return .finished }
        return self.newVersionFirstUsedAt == nil ? .pending : .overlapping
    }
}
