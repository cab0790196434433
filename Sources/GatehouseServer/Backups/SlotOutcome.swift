import Cryptography

/// What became of slots that did not give the root key, and how that is told.
struct SlotOutcome {
    /// Slots that opened: half of a key, or another key than that of this store.
    let given: [RootKeySlot]
    private let wanted: [RootKeySlot]
    private let tried: [RootKeySlot]
    private let failures: [UInt8: CryptographyError]

    /// `kinds` are those that something was at hand for.
    init(_ wanted: [RootKeySlot], _ opening: SlotOpening, kinds: Set<String>) {
        self.wanted = wanted
        self.tried = wanted.filter { kinds.contains($0.kind) }
        self.failures = opening.failures
        self.given = self.tried.filter { opening.failures[$0.number] == nil }
    }

    func refusal(passphrases: Int) -> StartFailure {
        guard !self.tried.isEmpty else {
            let kinds = Set(self.wanted.map(\.kind)).sorted().joined(separator: ", ")
            return .init(.rootKey, "Nothing was given that opens a slot; they are of the kind \(kinds).")
        }
        if let unreadable = self.first([.envelopeMalformed, .encodingMalformed, .parametersRefused]) {
            return .init(.database, "Slot \(unreadable) is damaged.")
        }
        if let slot = self.given.first { return self.unfinished(slot) }
        let rejected = self.tried.filter { self.failures[$0.number]?.code == .envelopeRejected }
        guard rejected.isEmpty else { return Self.rejection(of: rejected, passphrases) }
        guard let failure = self.failures.min(by: { $0.key < $1.key })?.value else {
            return .init(.rootKey, "No slot opens.")
        }
        return StartFailure(failure)
    }

    private func first(_ codes: [CryptographyError.Code]) -> UInt8? {
        self.tried.map(\.number).first { number in self.failures[number].map { codes.contains($0.code) } ?? false }
    }

    private func unfinished(_ slot: RootKeySlot) -> StartFailure {
        let others = self.wanted.filter { $0.share == slot.share.counterpart }
        guard slot.share != .whole,
            !others.contains(where: { other in self.given.contains { $0.number == other.number } })
        else {
            return .init(.database, "Slot \(slot.number) opens, and what is in it is not the root key of this store.")
        }
        let numbers = others.map { "\($0.number)" }.joined(separator: " or ")
        return .init(
            .rootKey,
            "Slot \(slot.number) opens, and slot \(numbers) is needed with it: give what opens both. A file of passphrases "
                + "has a line for each.")
    }

    private static func rejection(of slots: [RootKeySlot], _ passphrases: Int) -> StartFailure {
        let numbers = slots.map { "\($0.number)" }.joined(separator: ", ")
        let what =
            if slots.contains(where: { $0.kind != PassphraseProvider.kind }) {
                "with what was given"
            } else if passphrases > 1 { "with these passphrases" } else { "with this passphrase" }
        return .init(
            .rootKey,
            slots.count == 1 ? "Slot \(numbers) does not open \(what)." : "None of the slots \(numbers) opens \(what).")
    }
}
