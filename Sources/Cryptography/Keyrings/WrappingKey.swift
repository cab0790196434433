package import Keys

/// An open key of a keyring: makes, opens and re-wraps the data keys of its tenant.
package final class WrappingKey: Sendable {
    package let id: KeyringKeyID
    package let tenant: String
    private let key: SecretBytes

    init(id: KeyringKeyID, tenant: String, key: consuming SecretBytes) {
        self.id = id
        self.tenant = tenant
        self.key = key
    }

    /// A new data key of one subject, open and as it is stored. Versions count from 1; what is sealed from now on uses
    /// the highest of the subject.
    package func draw(
        for subject: String, version: UInt32, at now: WallTime, randomBytes: RandomBytes
    ) throws(CryptographyError) -> (key: DataKey, sealed: SealedDataKey) {
        let id = DataKeyID(randomBytes: randomBytes)
        let secret = SecretBytes(random: DataKey.length, from: randomBytes)
        var sealed = SealedDataKey(
            id: id, tenant: self.tenant, subject: subject, version: version, wrappedBy: self.id, envelope: [],
            createdAt: now, erasedAt: nil, revision: 1)
        sealed.envelope = try self.wrap(secret, sealed, randomBytes)
        return (DataKey(id: id, tenant: self.tenant, key: secret), sealed)
    }

    /// Opens a data key this key has wrapped.
    ///
    /// - Throws: `keyUnusable` when it was erased, `envelopeRejected` when it is another key's, or was changed.
    package func open(_ sealed: SealedDataKey) throws(CryptographyError) -> DataKey {
        guard sealed.erasedAt == nil else {
            throw .init(.keyUnusable, "the data key \(sealed.id) was erased")
        }
        let secret = try Envelope.open(sealed.envelope, under: self.key, context: self.context(sealed))
        guard secret.count == DataKey.length else {
            throw .init(.encodingMalformed, "a data key has \(DataKey.length) bytes, not \(secret.count)")
        }
        return DataKey(id: sealed.id, tenant: sealed.tenant, key: secret)
    }

    /// The same data key under this key, from the one that has wrapped it until now. The revision is not counted up.
    package func rewrap(
        _ sealed: SealedDataKey, from old: WrappingKey, randomBytes: RandomBytes
    ) throws(CryptographyError) -> SealedDataKey {
        let secret = try old.open(sealed)
        var moved = sealed
        moved.wrappedBy = self.id
        moved.envelope = try secret.withKey { (key) throws(CryptographyError) in
            try self.wrap(key, moved, randomBytes)
        }
        return moved
    }

    private func wrap(
        _ secret: borrowing SecretBytes, _ sealed: SealedDataKey, _ randomBytes: RandomBytes
    ) throws(CryptographyError) -> [UInt8] {
        try Envelope.seal(secret, under: self.key, context: self.context(sealed), randomBytes: randomBytes)
    }

    /// A data key of another tenant, or one another key has wrapped, has another context and does not open.
    private func context(_ sealed: SealedDataKey) -> AssociatedContext {
        .init(
            tenant: self.tenant, objectType: "data-key", objectID: sealed.id.description,
            objectVersion: UInt64(sealed.version), purpose: "data-wrap:\(sealed.subject)",
            keyID: self.id.description)
    }
}
