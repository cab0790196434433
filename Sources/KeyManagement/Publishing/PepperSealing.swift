package import Cryptography
package import Keys
package import Storage

/// Keeps the peppers of environments: in the store sealed under a subkey of the root key, in memory as the keyed state
/// that digests are made with.
package final class PepperSealing: Sendable {
    private let keys: StoreKeys
    private let randomBytes: RandomBytes

    package init(keys: StoreKeys, randomBytes: @escaping RandomBytes) {
        self.keys = keys
        self.randomBytes = randomBytes
    }

    /// Draws a pepper and seals it at once.
    package func draw(
        version: UInt32, for environment: EnvironmentID, at now: WallTime, under rootKey: RootKey
    ) throws(CryptographyError) -> SealedPepper {
        let pepper = SecretBytes(random: PepperHasher.pepperLength, from: self.randomBytes)
        let envelope = try Envelope.seal(
            pepper, under: rootKey.subkey(.pepperWrap), context: Self.context(version, environment),
            randomBytes: self.randomBytes)
        return .init(environmentID: environment, version: version, envelope: envelope, createdAt: now)
    }

    /// Opens a pepper; one that was sealed for another environment or version does not open.
    package func open(_ sealed: SealedPepper) throws(CryptographyError) -> PepperHasher {
        try self.keys.withEitherRootKey { (rootKey) throws(CryptographyError) in
            PepperHasher(
                pepper: try Self.unsealed(sealed, rootKey), environment: sealed.environmentID.description)
        }
    }

    /// The same pepper under another root key.
    func resealed(
        _ sealed: SealedPepper, from old: RootKey, to new: RootKey
    ) throws(CryptographyError) -> SealedPepper {
        let envelope = try Envelope.seal(
            Self.unsealed(sealed, old), under: new.subkey(.pepperWrap),
            context: Self.context(sealed.version, sealed.environmentID), randomBytes: self.randomBytes)
        return sealed.sealed(in: envelope)
    }

    private static func unsealed(
        _ sealed: SealedPepper, _ rootKey: RootKey
    ) throws(CryptographyError) -> SecretBytes {
        try Envelope.open(
            sealed.envelope, under: rootKey.subkey(.pepperWrap),
            context: self.context(sealed.version, sealed.environmentID))
    }

    private static func context(_ version: UInt32, _ environment: EnvironmentID) -> AssociatedContext {
        .init(
            tenant: environment.description, objectType: "pepper", objectID: environment.description,
            objectVersion: UInt64(version), purpose: RootKeyPurpose.pepperWrap.rawValue, keyID: "root")
    }
}
