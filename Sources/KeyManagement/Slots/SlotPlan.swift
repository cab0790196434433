package import Cryptography

/// Which ways to the root key there are, and which would be left: decides, changes nothing.
package struct SlotPlan: Sendable {
    let slots: [RootKeySlot]

    package init(_ slots: [RootKeySlot]) { self.slots = slots }

    /// How many ways lead to the root key: slots that suffice, and pairs that are complete.
    package var ways: Int {
        self.slots.count { slot in
            switch slot.share {
            case .whole: true
            case .part(.first, _): slot.share.counterpart.map(self.holds) ?? false
            case .part(.second, _): false
            }
        }
    }

    /// Numbers of slots that are free, the lowest first.
    package var freeNumbers: [UInt8] {
        (0..<UInt8(RootKeySlot.most)).filter { number in !self.slots.contains { $0.number == number } }
    }

    /// The lowest number no pair has; `nil` when there can be no more.
    package var freePair: UInt8? {
        (0..<RootKeyShare.mostPairs).first { pair in
            !self.holds(.part(.first, pair: pair)) && !self.holds(.part(.second, pair: pair))
        }
    }

    /// The slot of that number and the one it is needed together with: neither is of use without the other.
    func bundle(of number: UInt8) -> [RootKeySlot] {
        guard let slot = self.slots.first(where: { $0.number == number }) else { return [] }
        return [slot] + self.slots.filter { $0.share == slot.share.counterpart }
    }

    private func holds(_ share: RootKeyShare) -> Bool { self.slots.contains { $0.share == share } }
}
