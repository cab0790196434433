package import Auditing
package import Cryptography
package import Keys
import Synchronization

/// Seals what audit entries tell of persons, under data keys of the person, and makes the keys it takes in the
/// transaction of the entry (docs/decisions/0016-slots-and-sealing.md).
package final class DetailSealing: Sendable {
    /// Most keys of a kind that are kept open; then all are forgotten.
    private static let mostOpen = 1024

    private struct OpenKeys {
        var wrapping: [KeyringKeyID: WrappingKey] = [:]
        var data: [DataKeyID: DataKey] = [:]
    }

    private let keys: StoreKeys
    private let randomBytes: RandomBytes
    private let held = Mutex(OpenKeys())

    package init(keys: StoreKeys, randomBytes: @escaping RandomBytes) {
        self.keys = keys
        self.randomBytes = randomBytes
    }

    /// What the store's own keys are sealed under.
    package var systemKeys: SystemKeys { self.keys.systemKeys }

    /// Seals details under the newest data key of their subject. `tenant` is the id of the environment or project of the
    /// entry; `nil` for the installation.
    package func seal(
        _ details: AuditDetails, tenant: String?, at now: WallTime, in store: any SealedKeyWriting & RekeyingReading
    ) throws(StorageError) -> SealedAuditDetails {
        let key = try self.newestKey(of: details.subject, tenant ?? KeyringKey.installation, now, store)
        return try Self.bridged { () throws(CryptographyError) in
            var plaintext = details.salt + details.json
            let envelope = try key.seal(
                SecretBytes(consuming: &plaintext), as: Self.name(details.commitment), randomBytes: self.randomBytes)
            return .init(dataKey: key.id, envelope: envelope)
        }
    }

    /// The details that a leaf with this commitment belongs to; `nil` when their key was erased.
    package func open(
        _ sealed: SealedAuditDetails, commitment: Digest256, in store: any SealedKeyReading
    ) throws(StorageError) -> AuditDetails? {
        guard let row = try store.dataKey(sealed.dataKey) else {
            throw .init(.damaged, "the data key \(sealed.dataKey) is missing")
        }
        guard row.erasedAt == nil else {
            self.forget(row.id)
            return nil
        }
        let key = try self.opened(row, store)
        let bytes = try Self.bridged { () throws(CryptographyError) in
            let plaintext = try key.open(sealed.envelope, as: Self.name(commitment))
            return plaintext.withBytes { span in span.indices.map { span[$0] } }
        }
        do throws(AuditingError) {
            let (salt, json) = (bytes.prefix(AuditDetails.saltLength), bytes.dropFirst(AuditDetails.saltLength))
            return try AuditDetails(json: Array(json), salt: Array(salt), about: row.subject)
        } catch {
            throw .init(.damaged, error.message)
        }
    }

    /// Lets go of a data key, because it was erased.
    package func forget(_ id: DataKeyID) { self.held.withLock { $0.data[id] = nil } }

    /// Lets go of a key of a keyring, because it unwraps nothing any more.
    package func forget(_ id: KeyringKeyID) { self.held.withLock { $0.wrapping[id] = nil } }

    // MARK: Keys

    /// Replacements of keys that are looked through, newest first.
    private static let mostReplacements = 64

    private func newestKey(
        of subject: String, _ tenant: String, _ now: WallTime, _ store: any SealedKeyWriting & RekeyingReading
    ) throws(StorageError) -> DataKey {
        let last = try store.dataKeys(of: subject, in: tenant).last
        if let last, last.erasedAt == nil { return try self.opened(last, store) }
        let wrapping = try self.primaryKey(of: tenant, now, store)
        let moment = max(now, try Self.lastReplacement(in: tenant, store) ?? now)
        let made = try Self.bridged { () throws(CryptographyError) in
            try wrapping.draw(
                for: subject, version: (last?.version ?? 0) &+ 1, at: moment, randomBytes: self.randomBytes)
        }
        try store.insert(made.sealed)
        return made.key
    }

    /// When the tenant's data keys were replaced last. A key that is made after that is new, whatever the clock says: it must
    /// not look like one from before.
    private static func lastReplacement(
        in tenant: String, _ store: any RekeyingReading
    ) throws(StorageError) -> WallTime? {
        try store.rekeyings(limit: Self.mostReplacements)
            .first { $0.kind == .dataKeys && $0.tenant == tenant }?.startedAt
    }

    /// The key that wraps new data keys of the tenant; its first one is made when there is none.
    private func primaryKey(
        of tenant: String, _ now: WallTime, _ store: any SealedKeyWriting
    ) throws(StorageError) -> WrappingKey {
        if let primary = try store.keyringKeys(of: tenant).first(where: { $0.state == .primary }) {
            return try self.opened(primary, in: store)
        }
        let rootKey = try self.keys.rootKey(in: store)
        let made = try Self.bridged { () throws(CryptographyError) in
            var key = try KeyringKey.draw(
                tenant: tenant, at: now, under: rootKey, randomBytes: self.randomBytes)
            try key.become(.primary, at: now)
            return key
        }
        try store.insert(made)
        return try self.opened(made, in: store)
    }

    private func opened(
        _ row: SealedDataKey, _ store: any SealedKeyReading
    ) throws(StorageError) -> DataKey {
        if let key = self.held.withLock({ $0.data[row.id] }) { return key }
        guard let wrapper = try store.keyringKey(row.wrappedBy) else {
            throw .init(.damaged, "the keyring key \(row.wrappedBy) is missing")
        }
        let wrapping = try self.opened(wrapper, in: store)
        let key = try Self.bridged { () throws(CryptographyError) in try wrapping.open(row) }
        self.held.withLock { held in
            if held.data.count >= Self.mostOpen { held.data = [:] }
            held.data[row.id] = key
        }
        return key
    }

    private func opened(
        _ row: KeyringKey, in store: any SealedKeyReading
    ) throws(StorageError) -> WrappingKey {
        if row.state.unwraps, let key = self.held.withLock({ $0.wrapping[row.id] }) { return key }
        let rootKey = try self.keys.rootKey(in: store)
        let key = try Self.bridged { () throws(CryptographyError) in try row.opened(under: rootKey) }
        self.held.withLock { held in
            if held.wrapping.count >= Self.mostOpen { held.wrapping = [:] }
            held.wrapping[row.id] = key
        }
        return key
    }

    /// What the details behind a commitment are sealed as.
    package static func name(_ commitment: Digest256) -> RecordName {
        .init(objectType: "audit-details", objectID: commitment.hexadecimal, objectVersion: 1, purpose: "erasable")
    }

    private static func bridged<Value>(_ body: () throws(CryptographyError) -> Value) throws(StorageError) -> Value {
        do throws(CryptographyError) {
            return try body()
        } catch {
            throw .init(.damaged, error.message)
        }
    }
}
