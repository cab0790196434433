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
        version: UInt32, for environment: EnvironmentID, at now: WallTime
    ) throws(CryptographyError) -> SealedPepper {
        let pepper = SecretBytes(random: PepperHasher.pepperLength, from: self.randomBytes)
        let envelope = try Envelope.seal(
            pepper, under: self.keys.rootKey.subkey(.pepperWrap), context: Self.context(version, environment),
            randomBytes: self.randomBytes)
        return .init(environmentID: environment, version: version, envelope: envelope, createdAt: now)
    }

    /// Opens a pepper; one that was sealed for another environment or version does not open.
    package func open(_ sealed: SealedPepper) throws(CryptographyError) -> PepperHasher {
        let pepper = try Envelope.open(
            sealed.envelope, under: self.keys.rootKey.subkey(.pepperWrap),
            context: Self.context(sealed.version, sealed.environmentID))
        return .init(pepper: pepper, environment: sealed.environmentID.description)
    }

    private static func context(_ version: UInt32, _ environment: EnvironmentID) -> AssociatedContext {
        .init(
            tenant: environment.description, objectType: "pepper", objectID: environment.description,
            objectVersion: UInt64(version), purpose: RootKeyPurpose.pepperWrap.rawValue, keyID: "root")
    }
}
