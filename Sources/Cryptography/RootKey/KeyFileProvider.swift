import Glibc

/// Keeps the root key under 32 random bytes in a file that only its owner can read.
package struct KeyFileProvider: RootKeyProvider {
    package let path: String
    private let randomBytes: RandomBytes

    package var kind: String { "file" }

    package init(path: String, randomBytes: @escaping RandomBytes) {
        self.path = path
        self.randomBytes = randomBytes
    }

    package func wrap(_ rootKey: RootKey, slot: UInt8) async throws(CryptographyError) -> [UInt8] {
        let fileKey = try KeyFile.read(self.path)
        return try rootKey.withKey { (key) throws(CryptographyError) in
            try Envelope.seal(key, under: fileKey, context: Self.context(slot), randomBytes: self.randomBytes)
        }
    }

    package func unwrap(_ wrapped: [UInt8], slot: UInt8) async throws(CryptographyError) -> RootKey {
        let fileKey = try KeyFile.read(self.path)
        return try RootKey(Envelope.open(wrapped, under: fileKey, context: Self.context(slot)))
    }

    private static func context(_ slot: UInt8) -> AssociatedContext {
        .init(
            tenant: "installation", objectType: "root-key-slot", objectID: "\(slot)", objectVersion: 1,
            purpose: "wrap", keyID: "file")
    }
}
