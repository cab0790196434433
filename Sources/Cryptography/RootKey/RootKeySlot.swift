/// The root key, or one part of it, as one provider wrapped it. 1 to 16 of them hold the same key.
package struct RootKeySlot: Hashable, Sendable {
    package static let most = 16

    /// Where it stands and what part of the key it holds.
    package let place: SlotPlace
    /// The provider that opens it: `file`, `passphrase`, `credential`.
    package let kind: String
    package let wrapped: [UInt8]

    /// 0...15.
    package var number: UInt8 { self.place.number }
    package var share: RootKeyShare { self.place.share }

    package init(number: UInt8, kind: String, share: RootKeyShare = .whole, wrapped: [UInt8]) {
        self.place = .init(number: number, share: share)
        self.kind = kind
        self.wrapped = wrapped
    }
}
