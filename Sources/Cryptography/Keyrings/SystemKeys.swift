/// The keys of the installation itself. They are random and sealed under the root key, so that a new root key needs no
/// row to be authenticated anew.
package final class SystemKeys: Sendable {
    /// Bytes of each.
    package static let length = 32

    private let keys: [SystemKeyPurpose: Versioned]

    private struct Versioned: Sendable {
        let version: UInt32
        let key: HeldSecret
    }

    private init<Failure: Error>(_ makeKey: (SystemKeyPurpose) throws(Failure) -> Versioned) throws(Failure) {
        var keys: [SystemKeyPurpose: Versioned] = [:]
        for purpose in SystemKeyPurpose.allCases { keys[purpose] = try makeKey(purpose) }
        self.keys = keys
    }

    /// Those of a new store.
    package static func draw(randomBytes: RandomBytes) -> SystemKeys {
        .init { _ in .init(version: 1, key: .init(SecretBytes(random: length, from: randomBytes))) }
    }

    /// Those of a store from before there were any: the values it derived from its root key until now.
    package static func adopt(from rootKey: RootKey) -> SystemKeys {
        .init { purpose in .init(version: 1, key: .init(rootKey.subkey(purpose.derivation))) }
    }

    /// Opens what the store holds.
    ///
    /// - Throws: `systemKeyMissing` when one is not there, `envelopeRejected` when one was changed or exchanged.
    package convenience init(
        opening sealed: [SealedSystemKey], under rootKey: RootKey
    ) throws(CryptographyError) {
        let wrappingKey = rootKey.subkey(.systemKeyWrap)
        try self.init { (purpose) throws(CryptographyError) in
            guard let row = sealed.filter({ $0.purpose == purpose }).max(by: { $0.version < $1.version }) else {
                throw .init(.systemKeyMissing, "the store has no system key for \(purpose.rawValue)")
            }
            let key = try Envelope.open(row.envelope, under: wrappingKey, context: row.context)
            guard key.count == Self.length else {
                throw .init(.encodingMalformed, "a system key has \(Self.length) bytes, not \(key.count)")
            }
            return .init(version: row.version, key: .init(key))
        }
    }

    /// What the store is to hold, sealed under that root key: the one it has, or its next.
    package func sealed(
        under rootKey: RootKey, randomBytes: RandomBytes
    ) throws(CryptographyError) -> [SealedSystemKey] {
        var rows: [SealedSystemKey] = []
        for purpose in SystemKeyPurpose.allCases {
            let held = self.held(purpose)
            rows.append(try Self.sealed(held, for: purpose, under: rootKey, randomBytes: randomBytes))
        }
        return rows
    }

    /// New keys, sealed, for the purposes that came after a store was made; none when it has them all.
    package static func added(
        to sealed: [SealedSystemKey], under rootKey: RootKey, randomBytes: RandomBytes
    ) throws(CryptographyError) -> [SealedSystemKey] {
        var rows: [SealedSystemKey] = []
        for purpose in SystemKeyPurpose.allCases
        where purpose.isLater && !sealed.contains(where: { $0.purpose == purpose }) {
            let drawn = Versioned(version: 1, key: .init(SecretBytes(random: Self.length, from: randomBytes)))
            rows.append(try Self.sealed(drawn, for: purpose, under: rootKey, randomBytes: randomBytes))
        }
        return rows
    }

    private static func sealed(
        _ held: Versioned, for purpose: SystemKeyPurpose, under rootKey: RootKey, randomBytes: RandomBytes
    ) throws(CryptographyError) -> SealedSystemKey {
        let place = SealedSystemKey(purpose: purpose, version: held.version, envelope: [])
        let envelope = try Envelope.seal(
            held.key.bytes, under: rootKey.subkey(.systemKeyWrap), context: place.context, randomBytes: randomBytes)
        return .init(purpose: purpose, version: held.version, envelope: envelope)
    }

    /// Lends one.
    package func withKey<Result: ~Copyable, Failure: Error>(
        _ purpose: SystemKeyPurpose, _ body: (borrowing SecretBytes) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(self.held(purpose).key.bytes)
    }

    private func held(_ purpose: SystemKeyPurpose) -> Versioned {
        guard let held = self.keys[purpose] else { preconditionFailure("every purpose has its key from the start") }
        return held
    }
}
