/// A slot's number and what it holds: bound to what is wrapped there, so that it opens nowhere else and as nothing else.
package struct SlotPlace: Hashable, Sendable {
    /// 0...15.
    package let number: UInt8
    package let share: RootKeyShare

    package init(number: UInt8, share: RootKeyShare = .whole) {
        self.number = number
        self.share = share
    }

    /// The context of the envelope a provider of this kind makes.
    func context(kind: String) -> AssociatedContext {
        .init(
            tenant: "installation", objectType: "root-key-slot", objectID: "\(self.number)", objectVersion: 1,
            purpose: self.share.purpose, keyID: kind)
    }
}
