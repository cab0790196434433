package import Keys

/// One version of an environment's pepper, sealed under the root key. In clear it exists in memory alone.
package struct SealedPepper: Hashable, Sendable {
    package let environmentID: EnvironmentID
    /// 1, 2, …; new keys use the highest.
    package let version: UInt32
    /// The envelope (docs/decisions, envelope format).
    package let envelope: [UInt8]
    package let createdAt: WallTime
    /// When somebody said that it is known to others; `nil` for nearly every one.
    package let leakedAt: WallTime?

    package init(
        environmentID: EnvironmentID, version: UInt32, envelope: [UInt8], createdAt: WallTime,
        leakedAt: WallTime? = nil
    ) {
        self.environmentID = environmentID
        self.version = version
        self.envelope = envelope
        self.createdAt = createdAt
        self.leakedAt = leakedAt
    }

    /// A pepper that was destroyed leaves its number, so that no other takes it.
    package var isDestroyed: Bool { self.envelope.isEmpty }

    /// What is left when it is destroyed.
    package var destroyed: Self {
        self.sealed(in: [])
    }

    /// The same pepper in another envelope.
    package func sealed(in envelope: [UInt8]) -> Self {
        .init(
            environmentID: self.environmentID, version: self.version, envelope: envelope, createdAt: self.createdAt,
            leakedAt: self.leakedAt)
    }

    /// The same pepper, known to others since that moment, or since an earlier one that was told before.
    package func leaked(at moment: WallTime) -> Self {
        .init(
            environmentID: self.environmentID, version: self.version, envelope: self.envelope,
            createdAt: self.createdAt, leakedAt: self.leakedAt ?? moment)
    }
}
