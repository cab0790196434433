package import Keys

/// The key above all others: 256 bits, in memory only, never used on data. Everything uses a subkey with one purpose.
package final class RootKey: Sendable {
    /// Bytes of a root key and of every subkey.
    package static let length = 32

    let key: SecretBytes

    /// Takes over exactly 32 bytes.
    package init(_ key: consuming SecretBytes) throws(CryptographyError) {
        guard key.count == Self.length else {
            throw .init(.encodingMalformed, "a root key has \(Self.length) bytes, not \(key.count)")
        }
        self.key = key
    }

    /// A new one.
    package convenience init(randomBytes: RandomBytes) {
        self.init(known: SecretBytes(random: Self.length, from: randomBytes))
    }

    /// Takes over what is known to have the right length.
    init(known key: consuming SecretBytes) { self.key = key }

    /// The subkey for one purpose: `HKDF-SHA-256(root, info = "gatehouse/root/1/" + purpose)`.
    package func subkey(_ purpose: RootKeyPurpose) -> SecretBytes {
        HKDFSHA256.derive(from: self.key, info: Array("gatehouse/root/1/\(purpose.rawValue)".utf8), count: Self.length)
    }

    /// Tells root keys apart without showing one: the slot-check subkey itself, used for nothing else.
    package var checkValue: Digest256 {
        self.subkey(.slotCheck).withBytes { SHA256Hash.digest(of: $0) }
    }

    /// Lends the key to whoever wraps it.
    package func withKey<Result: ~Copyable, Failure: Error>(
        _ body: (borrowing SecretBytes) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(self.key)
    }
}
