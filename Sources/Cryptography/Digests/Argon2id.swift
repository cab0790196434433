import CArgon2

/// Argon2id (RFC 9106) at the parameters OWASP recommends: two passes over 19 MiB, one lane. Takes some 20 ms and blocks
/// its thread, so it never runs on an event loop.
package enum Argon2id {
    static let passes: UInt32 = 2
    static let memoryKiB: UInt32 = 19_456
    static let lanes: UInt32 = 1

    /// The hash of some bytes under a salt of at least 8.
    package static func hash(_ bytes: Span<UInt8>, salt: Span<UInt8>) throws(CryptographyError) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        let code = digest.withUnsafeMutableBytes { digest in
            bytes.withUnsafeBytes { bytes in
                salt.withUnsafeBytes { salt in
                    argon2id_hash_raw(
                        Self.passes, Self.memoryKiB, Self.lanes, bytes.baseAddress, bytes.count, salt.baseAddress,
                        salt.count, digest.baseAddress, digest.count)
                }
            }
        }
        guard code == 0 else { throw .init(.hashingFailed, "Argon2id failed with code \(code)") }
        return digest
    }
}
