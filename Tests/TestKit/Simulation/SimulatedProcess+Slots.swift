import Cryptography
import KeyManagement
import Keys
import Storage

extension SimulatedProcess {
    /// What tells the root key, as the open store has it.
    func storedSlots() async throws -> (slots: [RootKeySlot], checkValue: Digest256) {
        try await self.opened.store.read { (try $0.rootKeySlots(), try $0.rootKeyCheckValue() ?? .zero) }
    }

    /// Another root key in slots like those there are.
    func wrap(_ rootKey: RootKey, in vault: ReferenceVault) async throws -> [RootKeySlot] {
        var slots: [RootKeySlot] = []
        for number in vault.numbers {
            guard let slot = vault.slots[number], let provider = self.provider(slot.provider) else { continue }
            if let pair = slot.pair {
                // Both are made when it is the turn of the first.
                guard number < pair.partner, let other = vault.slots[pair.partner],
                    let partner = self.provider(other.provider)
                else { continue }
                slots += try await self.pair(rootKey, pair.number, (number, pair.partner), (provider, partner))
            } else {
                let isBehind = self.bug == .slotLeftBehind && !slots.isEmpty
                slots.append(
                    try await provider.slot(holding: isBehind ? self.opened.keys.rootKey : rootKey, number: number))
            }
        }
        return slots.sorted { $0.number < $1.number }
    }

    /// Puts another root key into the place of the one there is.
    func replaceRootKey(
        _ plane: ControlPlane, by caller: Caller, in vault: ReferenceVault
    ) async throws(ManagementError) -> Rekeying {
        do {
            return try await plane.replaceRootKey(by: caller) { rootKey, _ in
                try await self.wrap(rootKey, in: vault)
            }
        } catch {
            throw error as? ManagementError ?? .init(.internal, "\(error)")
        }
    }

    /// Two slots that are needed together.
    func pair(
        _ rootKey: RootKey, _ pair: UInt8, _ numbers: (UInt8, UInt8),
        _ providers: (SimulatedProvider, SimulatedProvider)
    ) async throws -> [RootKeySlot] {
        try await SlotPair.make(
            of: rootKey, pair: pair, numbers: numbers, providers: providers, randomBytes: self.world.randomness.bytes)
    }

    private func provider(_ kind: String) -> SimulatedProvider? { self.providers.first { $0.kind == kind } }
}
