package import Keys

/// A version that lies in the open and still admits.
package struct LeakedKey: Hashable, Sendable {
    package let keyID: KeyID
    package let number: UInt32
    package let name: String
    /// Who reported it and in what kind of place it was found.
    package let origin: String
    package let reportedAt: WallTime
}
