package import Keys

/// Tries every slot that one of the providers at hand may open.
package struct SlotOpening: Sendable {
    /// The key, or what is still wanted.
    package let step: SlotOpener.Step
    /// Why slots did not open, by their number. One that a provider's key does not fit stands here too.
    package let failures: [UInt8: CryptographyError]

    /// Stops at the first slot, or pair of slots, that gives the key of this check value.
    package static func attempt(
        _ slots: [RootKeySlot], checkValue: Digest256, providers: [any RootKeyProvider]
    ) async -> Self {
        var opener = SlotOpener(slots: slots, checkValue: checkValue)
        var failures: [UInt8: CryptographyError] = [:]
        for slot in slots {
            for provider in providers where provider.kind == slot.kind {
                do throws(CryptographyError) {
                    let key = try await provider.unwrap(slot.wrapped, at: slot.place)
                    if case .opened = try opener.take(key, from: slot.number) {
                        return .init(step: opener.step, failures: failures)
                    }
                    failures[slot.number] = nil
                    break
                } catch {
                    failures[slot.number] = error
                }
            }
        }
        return .init(step: opener.step, failures: failures)
    }
}
