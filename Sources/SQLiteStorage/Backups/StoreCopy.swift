package import Auditing
package import Cryptography
package import Keys

/// A store as it stood at one moment, between two commits.
package struct StoreCopy: Sendable {
    /// The database.
    package let file: CopiedFile
    package let head: StoreHead
    package let rootKey: RootKey
}

/// What a store says of itself at one moment.
package struct StoreHead: Hashable, Sendable {
    /// The format of the database.
    package let format: Int
    /// Of the root key.
    package let checkValue: Digest256
    package let slots: [RootKeySlot]
    /// How many entries the audit log has.
    package let entries: UInt64
    /// The root of the tree over them.
    package let root: Digest256
    /// What the log's key signed about them.
    package let checkpoint: SignedNote
    /// How much of which chain of segments is in it; `nil` while nothing is shipped.
    package let shipped: ShippingPosition?
}
