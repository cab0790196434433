import Cryptography
import KeyManagement

/// Puts a new root key into the slots that hold the old one. Every slot must open with what is at hand: a slot nobody
/// could open any more would be worse than none.
struct RootKeyExchange: Sendable {
    let providers: [any RootKeyProvider]
    let randomBytes: RandomBytes

    /// The same slots with the new key in them.
    func slots(for rootKey: RootKey, replacing replaced: [RootKeySlot]) async throws -> [RootKeySlot] {
        var parts: [UInt8: (first: HeldSecret, second: HeldSecret)] = [:]
        var made: [RootKeySlot] = []
        for slot in replaced {
            let provider = try await self.provider(of: slot)
            guard case .part(let half, let pair) = slot.share else {
                made.append(try await provider.slot(holding: rootKey, number: slot.number))
                continue
            }
            let both = parts[pair] ?? rootKey.parts(randomBytes: self.randomBytes)
            parts[pair] = both
            let part = half == .first ? both.first : both.second
            made.append(try await provider.slot(holding: part.bytes, at: slot.place))
        }
        return made
    }

    /// The provider that opens a slot.
    func provider(of slot: RootKeySlot) async throws -> any RootKeyProvider {
        for provider in self.providers where provider.kind == slot.kind {
            do throws(CryptographyError) {
                _ = try await provider.unwrap(slot.wrapped, at: slot.place).count
                return provider
            } catch {
                guard error.code == .envelopeRejected else { throw error }
            }
        }
        throw ManagementError(
            .slotRejected, "Slot \(slot.number), of kind \(slot.kind), does not open with what was given.",
            fix: "Give its passphrase, or remove the slot first: gatehouse slots remove \(slot.number)")
    }
}
