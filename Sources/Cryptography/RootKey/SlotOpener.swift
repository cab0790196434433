package import Keys

/// Puts the root key together from what its slots give. Knows no provider and asks nobody: whoever runs it opens slots
/// and hands over what came out.
package struct SlotOpener: Sendable {
    package enum Step: Sendable {
        case opened(RootKey)
        /// Slots that could still help, those first that complete what is there. Empty: nothing can any more.
        case wanted([RootKeySlot])
    }

    private let slots: [RootKeySlot]
    private let checkValue: Digest256
    private var parts: [RootKeyShare: Part] = [:]
    /// Slots that gave a key, or a part of one, that is not that of this store.
    private var wrong: Set<UInt8> = []
    private var rootKey: RootKey?

    private struct Part: Sendable {
        let key: HeldSecret
        let slot: UInt8
    }

    /// The check value is that of the root key that is looked for (`RootKey.checkValue`).
    package init(slots: [RootKeySlot], checkValue: Digest256) {
        self.slots = slots
        self.checkValue = checkValue
    }

    /// What is to be done now.
    package var step: Step {
        if let rootKey { return .opened(rootKey) }
        let open = self.slots.filter { slot in
            !self.wrong.contains(slot.number) && self.parts[slot.share] == nil
        }
        return .wanted(open.filter { self.completes($0) } + open.filter { !self.completes($0) })
    }

    /// Takes what a slot gave.
    ///
    /// - Throws: `encodingMalformed` when it has not 32 bytes or there is no such slot.
    package mutating func take(_ key: consuming SecretBytes, from number: UInt8) throws(CryptographyError) -> Step {
        guard let slot = self.slots.first(where: { $0.number == number }) else {
            throw .init(.encodingMalformed, "there is no slot \(number)")
        }
        guard self.rootKey == nil else { return self.step }
        guard let counterpart = slot.share.counterpart else {
            self.judge(try RootKey(key), from: [number])
            return self.step
        }
        guard key.count == RootKey.length else {
            throw .init(.encodingMalformed, "a part of a root key has \(RootKey.length) bytes, not \(key.count)")
        }
        let part = Part(key: .init(key), slot: number)
        if let other = self.parts.removeValue(forKey: counterpart) {
            self.judge(RootKey(joining: part.key, other.key), from: [number, other.slot])
        } else {
            self.parts[slot.share] = part
        }
        return self.step
    }

    private func completes(_ slot: RootKeySlot) -> Bool {
        slot.share.counterpart.map { self.parts[$0] != nil } ?? false
    }

    private mutating func judge(_ candidate: RootKey, from slots: [UInt8]) {
        guard candidate.checkValue.equalsInConstantTime(self.checkValue) else {
            self.wrong.formUnion(slots)
            return
        }
        self.rootKey = candidate
        self.parts = [:]
    }
}
