/// Keeps the root key under 32 random bytes that the service manager hands over in the credentials directory
/// (systemd.exec(5), Credentials).
package struct CredentialProvider: RootKeyProvider {
    package static let kind = "credential"
    /// Names the folder; the service manager sets it.
    package static let variable = "CREDENTIALS_DIRECTORY"

    package let path: String
    private let randomBytes: RandomBytes

    package var kind: String { Self.kind }

    /// The directory is what the variable says, `nil` when it is not set; the name is a plain file name in it.
    ///
    /// - Throws: `credentialUnavailable` when there is no such folder to look in, or the name would lead out of it.
    package init(
        directory: String?, name: String, randomBytes: @escaping RandomBytes
    ) throws(CryptographyError) {
        guard let directory, directory.hasPrefix("/") else {
            throw .init(.credentialUnavailable, "\(Self.variable) is not set: the service manager gives no credentials")
        }
        guard (1...255).contains(name.utf8.count), name != ".", name != "..", !name.utf8.contains(0x2f),
            !name.utf8.contains(0)
        else { throw .init(.credentialUnavailable, "the name of a credential is a plain file name") }
        self.path = directory + "/" + name
        self.randomBytes = randomBytes
    }

    package func wrap(
        _ key: borrowing SecretBytes, at place: SlotPlace
    ) async throws(CryptographyError) -> [UInt8] {
        let credential = try KeyFile.read(self.path, handedOver: true)
        return try Envelope.seal(
            key, under: credential, context: place.context(kind: self.kind), randomBytes: self.randomBytes)
    }

    package func unwrap(
        _ wrapped: [UInt8], at place: SlotPlace
    ) async throws(CryptographyError) -> SecretBytes {
        let credential = try KeyFile.read(self.path, handedOver: true)
        return try Envelope.open(wrapped, under: credential, context: place.context(kind: self.kind))
    }
}
