package import Keys

/// Details as a store keeps them: sealed under a data key of the person they tell of. Once that key is erased nobody
/// can read them, and nobody can confirm a guess, because the salt of the commitment lies inside.
package struct SealedAuditDetails: Hashable, Sendable {
    package let dataKey: DataKeyID
    package let envelope: [UInt8]

    package init(dataKey: DataKeyID, envelope: [UInt8]) {
        self.dataKey = dataKey
        self.envelope = envelope
    }
}
