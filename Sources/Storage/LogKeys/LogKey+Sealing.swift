package import Auditing
package import Cryptography
package import Keys

/// The secret half, sealed under the system key for it, so that another root key changes nothing here.
extension LogKey {
    /// Seals a key under its number.
    package static func seal(
        _ key: Ed25519SigningKey, number: UInt32, state: LogKeyState, succession: String = "", at now: WallTime,
        under keys: SystemKeys, randomBytes: RandomBytes
    ) throws(CryptographyError) -> Self {
        let envelope = try key.withSeed { seed throws(CryptographyError) in
            try keys.withKey(.auditLogKey) { wrapping throws(CryptographyError) in
                try Envelope.seal(seed, under: wrapping, context: self.context(number), randomBytes: randomBytes)
            }
        }
        return .init(
            number: number, state: state, verifyingKey: key.verifyingKey, envelope: envelope, succession: succession,
            createdAt: now, changedAt: now)
    }

    /// The key that follows the newest one, with the note that says so. It signs nothing yet.
    package static func draw(
        after newest: LogKey, origin: String, at now: WallTime, under keys: SystemKeys, randomBytes: RandomBytes
    ) throws -> Self {
        let key = try Ed25519SigningKey(randomBytes: randomBytes)
        let note = try KeySuccession.sign(
            from: newest.signer(named: origin, under: keys), to: NoteSigner(name: origin, key: key), at: now)
        return try self.seal(
            key, number: newest.number &+ 1, state: .pending, succession: note.serialized, at: now, under: keys,
            randomBytes: randomBytes)
    }

    /// The opened key, under the log's name.
    package func signer(named origin: String, under keys: SystemKeys) throws(StorageError) -> NoteSigner {
        do {
            let seed = try keys.withKey(.auditLogKey) { key throws(CryptographyError) in
                try Envelope.open(self.envelope, under: key, context: Self.context(self.number))
            }
            let key = try Ed25519SigningKey(seed: seed)
            guard key.verifyingKey == self.verifyingKey else {
                throw StorageError(
                    .damaged, "the key \(self.number) of the audit log is another one than its public half")
            }
            return try NoteSigner(name: origin, key: key)
        } catch let error as StorageError {
            throw error
        } catch let error as CryptographyError {
            throw .init(.damaged, "the key \(self.number) of the audit log is refused: \(error.message)")
        } catch {
            throw .init(.unexpected, "the audit log cannot have that name: \(error)")
        }
    }

    private static func context(_ number: UInt32) -> AssociatedContext {
        .init(
            tenant: KeyringKey.installation, objectType: "audit-log-key", objectID: "\(number)", objectVersion: 1,
            purpose: SystemKeyPurpose.auditLogKey.rawValue, keyID: "system")
    }
}

extension CheckpointSigner {
    /// Signs with those keys of a log that are in force.
    package init(_ rows: [LogKey], origin: String, under keys: SystemKeys) throws(StorageError) {
        var signers: [NoteSigner] = []
        var past: [NoteVerifierKey] = []
        for row in rows.sorted(by: { $0.number < $1.number }) {
            switch row.state {
            case .signing: signers.append(try row.signer(named: origin, under: keys))
            case .retired, .destroyed: past.append(try row.verifierKey(named: origin))
            case .pending: break
            }
        }
        guard let newest = signers.popLast() else {
            throw StorageError(.damaged, "the audit log has no key that signs")
        }
        self.init(newest, after: signers, past: past)
    }
}
