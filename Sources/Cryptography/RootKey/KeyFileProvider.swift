/// Keeps the root key under 32 random bytes in a file that only its owner can read.
package struct KeyFileProvider: RootKeyProvider {
    package static let kind = "file"

    package let path: String
    private let randomBytes: RandomBytes

    package var kind: String { Self.kind }

    package init(path: String, randomBytes: @escaping RandomBytes) {
        self.path = path
        self.randomBytes = randomBytes
    }

    package func wrap(
        _ key: borrowing SecretBytes, at place: SlotPlace
    ) async throws(CryptographyError) -> [UInt8] {
        let fileKey = try KeyFile.read(self.path)
        return try Envelope.seal(
            key, under: fileKey, context: place.context(kind: self.kind), randomBytes: self.randomBytes)
    }

    package func unwrap(
        _ wrapped: [UInt8], at place: SlotPlace
    ) async throws(CryptographyError) -> SecretBytes {
        let fileKey = try KeyFile.read(self.path)
        return try Envelope.open(wrapped, under: fileKey, context: place.context(kind: self.kind))
    }
}
