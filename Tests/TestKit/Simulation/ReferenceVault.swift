import Cryptography

/// Which slots hold the root key, and when it can be had: written apart from the code that opens them.
struct ReferenceVault {
    struct Slot {
        let provider: String
        /// The slot that is needed as well, and the number of their pair; `nil` when this one suffices.
        let pair: (partner: UInt8, number: UInt8)?
    }

    private(set) var slots: [UInt8: Slot] = [:]

    var numbers: [UInt8] { self.slots.keys.sorted() }

    /// The lowest number no pair has.
    var freePair: UInt8 {
        let taken = self.slots.values.compactMap { $0.pair?.number }
        return (0..<RootKeyShare.mostPairs).first { !taken.contains($0) } ?? 0
    }

    mutating func add(_ number: UInt8, by provider: String) {
        self.slots[number] = .init(provider: provider, pair: nil)
    }

    mutating func add(_ first: (UInt8, String), togetherWith second: (UInt8, String)) {
        let pair = self.freePair
        self.slots[first.0] = .init(provider: first.1, pair: (second.0, pair))
        self.slots[second.0] = .init(provider: second.1, pair: (first.0, pair))
    }

    /// Takes a slot away, with its partner; `false`, and nothing changed, when no way would be left.
    mutating func remove(_ number: UInt8) -> Bool {
        var rest = self.slots
        if let pair = rest.removeValue(forKey: number)?.pair { rest[pair.partner] = nil }
        guard !rest.isEmpty else { return false }
        self.slots = rest
        return true
    }

    /// Whether these providers give the root key.
    func opens(with ready: Set<String>) -> Bool {
        self.slots.values.contains { slot in
            guard let pair = slot.pair else { return ready.contains(slot.provider) }
            return ready.contains(slot.provider)
                && self.slots[pair.partner].map { ready.contains($0.provider) } ?? false
        }
    }
}
