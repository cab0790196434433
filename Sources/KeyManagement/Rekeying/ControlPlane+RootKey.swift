package import Cryptography
package import Storage

extension ControlPlane {
    /// Draws another root key and puts it in the place of the one there is. `wrap` puts it into the slots that are to
    /// take the place of those it is given.
    package func replaceRootKey(
        by caller: Caller, isDryRun: Bool = false,
        _ wrap: (RootKey, [RootKeySlot]) async throws -> [RootKeySlot]
    ) async throws -> Rekeying {
        let keys = self.tools.keyring.keys
        let replaced = try await self.answer(RootKeySlots(), for: caller)
        let (old, new) = (keys.rootKey, RootKey(randomBytes: self.tools.randomBytes))
        let slots = try await wrap(new, replaced)
        // Both are known while the transaction runs: what is sealed before it and after it opens.
        guard keys.expect(new) else {
            throw ManagementError(.rotationUnderWay, "The root key is being replaced.", fix: "Wait for its end.")
        }
        do {
            let rekeying = try await self.perform(
                ReplaceRootKey(old, by: new, in: slots, replacing: replaced), by: caller, .init(isDryRun: isDryRun)
            ).value
            keys.settle(on: isDryRun ? old : new)
            return rekeying
        } catch {
            keys.settle(on: old)
            throw error
        }
    }
}
