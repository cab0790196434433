package import Keys

/// A key-encryption key of one tenant as it is stored: sealed under the root key. It wraps that tenant's data keys.
package struct KeyringKey: Hashable, Sendable {
    /// Bytes of one.
    package static let length = 32
    /// The tenant of what belongs to the installation itself; environments go by their ids.
    package static let installation = "installation"

    package let id: KeyringKeyID
    package let tenant: String
    package private(set) var state: KeyringKeyState
    /// Empty once destroyed.
    package private(set) var envelope: [UInt8]
    package let createdAt: WallTime
    /// Of the state it is in.
    package private(set) var changedAt: WallTime
    package var revision: UInt64

    /// As the store has it.
    package init(
        id: KeyringKeyID, tenant: String, state: KeyringKeyState, envelope: [UInt8], createdAt: WallTime,
        changedAt: WallTime, revision: UInt64
    ) {
        self.id = id
        self.tenant = tenant
        self.state = state
        self.envelope = envelope
        self.createdAt = createdAt
        self.changedAt = changedAt
        self.revision = revision
    }

    /// A new one, pending.
    package static func draw(
        tenant: String, at now: WallTime, under rootKey: RootKey, randomBytes: RandomBytes
    ) throws(CryptographyError) -> KeyringKey {
        var key = KeyringKey(
            id: .init(randomBytes: randomBytes), tenant: tenant, state: .pending, envelope: [], createdAt: now,
            changedAt: now, revision: 1)
        key.envelope = try Envelope.seal(
            SecretBytes(random: self.length, from: randomBytes), under: rootKey.subkey(.keyringWrap),
            context: key.context, randomBytes: randomBytes)
        return key
    }

    /// The key, for wrapping and unwrapping.
    ///
    /// - Throws: `keyUnusable` when it is disabled or destroyed, `envelopeRejected` when it was changed or exchanged.
    package func opened(under rootKey: RootKey) throws(CryptographyError) -> WrappingKey {
        guard self.state.unwraps || self.state == .pending else {
            throw .init(.keyUnusable, "the key \(self.id) is \(self.state.rawValue)")
        }
        return .init(id: self.id, tenant: self.tenant, key: try self.unsealed(under: rootKey))
    }

    /// The same key under another root key. A destroyed one is as it was.
    package func rewrapped(
        from old: RootKey, to new: RootKey, randomBytes: RandomBytes
    ) throws(CryptographyError) -> KeyringKey {
        guard self.state != .destroyed else { return self }
        var key = self
        key.envelope = try Envelope.seal(
            self.unsealed(under: old), under: new.subkey(.keyringWrap), context: self.context,
            randomBytes: randomBytes)
        return key
    }

    /// Goes on to the next state; a destroyed key loses its envelope.
    ///
    /// - Throws: `keyStateRefused` for a way that is not open.
    package mutating func become(_ next: KeyringKeyState, at now: WallTime) throws(CryptographyError) {
        guard self.state.canBecome(next) else {
            throw .init(
                .keyStateRefused, "the key \(self.id) is \(self.state.rawValue) and cannot become \(next.rawValue)")
        }
        self.state = next
        self.changedAt = now
        if next == .destroyed { self.envelope = [] }
    }

    private func unsealed(under rootKey: RootKey) throws(CryptographyError) -> SecretBytes {
        let key = try Envelope.open(self.envelope, under: rootKey.subkey(.keyringWrap), context: self.context)
        guard key.count == Self.length else {
            throw .init(.encodingMalformed, "a key of a keyring has \(Self.length) bytes, not \(key.count)")
        }
        return key
    }

    private var context: AssociatedContext {
        .init(
            tenant: self.tenant, objectType: "keyring-key", objectID: self.id.description, objectVersion: 1,
            purpose: RootKeyPurpose.keyringWrap.rawValue, keyID: "root")
    }
}
