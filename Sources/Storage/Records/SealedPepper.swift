package import Keys

/// One version of an environment's pepper, sealed under the root key. In clear it exists in memory alone.
package struct SealedPepper: Hashable, Sendable {
    package let environmentID: EnvironmentID
    /// 1, 2, …; new keys use the highest.
    package let version: UInt32
    /// The envelope (docs/decisions, envelope format).
    package let envelope: [UInt8]
    package let createdAt: WallTime

    package init(environmentID: EnvironmentID, version: UInt32, envelope: [UInt8], createdAt: WallTime) {
        self.environmentID = environmentID
        self.version = version
        self.envelope = envelope
        self.createdAt = createdAt
    }

    /// A pepper that was destroyed leaves its number, so that no other takes it.
    package var isDestroyed: Bool { self.envelope.isEmpty }

    /// What is left when it is destroyed.
    package var destroyed: Self {
        .init(environmentID: self.environmentID, version: self.version, envelope: [], createdAt: self.createdAt)
    }
}
