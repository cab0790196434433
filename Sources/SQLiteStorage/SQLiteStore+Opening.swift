package import Cryptography
package import Storage

extension SQLiteStore {
    /// Bytes held back for a full disk.
    package static let reserveSize = 16 << 20
    /// Where they are held back.
    package static func reserve(in folder: String) -> String { DataFolder(path: folder).reserve }
    /// How many of the last audit entries are checked at start.
    package static let checkedEntries = 10_000

    /// Opens the store in a folder, or makes one there: with a root key of its own in slot 0 of the provider.
    ///
    /// - Parameters:
    ///   - folder: Made with mode 0700 when it is missing; its parent must be there.
    ///   - provider: Wraps the root key of a new store; opens its own slot of an existing one.
    ///   - randomBytes: Where a new root key comes from.
    ///   - reserveSize: Bytes held back for a full disk.
    ///   - origin: The name of the audit log; `nil` for the one made with the store.
    ///   - publish: Receives the changes of each commit before its writes return.
    ///   - onPoison: Told once when writing ends because a write or fsync failed; the process should exit with 74.
    /// - Returns: the store, ready.
    /// - Throws: `StorageError`, or the provider's `CryptographyError` when it cannot get at its own key.
    package static func open(
        folder: String, provider: any RootKeyProvider, randomBytes: @escaping RandomBytes = SecureRandom.system,
        reserveSize: Int = SQLiteStore.reserveSize, origin: String? = nil, publish: @escaping PublishHook,
        onPoison: @escaping @Sendable (StorageError) -> Void
    ) async throws -> SQLiteStore {
        var locked = try LockedStore(folder: folder, reserveSize: reserveSize, randomBytes: randomBytes)
        do {
            guard let checkValue = locked.checkValue else {
                let rootKey = RootKey(randomBytes: randomBytes)
                locked = try locked.create(rootKey, slots: [await provider.slot(holding: rootKey, number: 0)])
                return try locked.unlock(with: rootKey, origin: origin, publish: publish, onPoison: onPoison)
            }
            let opening = await SlotOpening.attempt(locked.slots, checkValue: checkValue, providers: [provider])
            guard case .opened(let rootKey) = opening.step else {
                throw opening.failures.values.first { !Self.isRefusal($0) } ?? locked.wrongRootKey
            }
            return try locked.unlock(with: rootKey, origin: origin, publish: publish, onPoison: onPoison)
        } catch {
            locked.close()
            throw error
        }
    }

    /// Whether a slot is simply not for the key it was tried with.
    private static func isRefusal(_ error: CryptographyError) -> Bool {
        error.code == .envelopeRejected || error.code == .envelopeMalformed
    }
}
