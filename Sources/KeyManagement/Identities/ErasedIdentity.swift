package import Keys

/// An identity of which older audit entries tell nothing any more.
package struct ErasedIdentity: Hashable, Sendable {
    package let identity: Identity
    /// How many keys were erased; what they sealed cannot be read any more.
    package let erasedKeys: Int
}
