package import Cryptography

/// What may be told of a slot.
package struct SlotDescription: Hashable, Sendable {
    package let number: UInt8
    /// `file`, `passphrase` or `credential`.
    package let kind: String
    /// The slot that is needed together with this one; `nil` when this one suffices.
    package let partner: UInt8?

    package init(number: UInt8, kind: String, partner: UInt8?) {
        self.number = number
        self.kind = kind
        self.partner = partner
    }
}

extension SlotDescription {
    /// Those of a store.
    package static func all(of slots: [RootKeySlot]) -> [SlotDescription] {
        slots.map { slot in
            let partner = slot.share.counterpart.flatMap { share in slots.first { $0.share == share } }
            return .init(number: slot.number, kind: slot.kind, partner: partner?.number)
        }
    }
}
