import CArgon2

/// Argon2id (RFC 9106), version 0x13. Blocks its thread for as long as the parameters say, so it never runs on an event
/// loop. The library wipes the memory it worked in.
package enum Argon2id {
    /// Bytes of a hash.
    package static let length = 32

    /// The hash of something that is stored, under a salt of at least 8 bytes.
    package static func hash(_ bytes: Span<UInt8>, salt: Span<UInt8>) throws(CryptographyError) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: self.length)
        let code = digest.withUnsafeMutableBytes { digest in
            bytes.withUnsafeBytes { bytes in self.compute(bytes, salt, Span(), Span(), .token, digest) }
        }
        try self.check(code)
        return digest
    }

    /// The key made of a secret, under a salt of at least 8 bytes; `key` and `associated` are the K and X of the RFC.
    package static func derive(
        from secret: borrowing SecretBytes, salt: Span<UInt8>, key: Span<UInt8> = Span(),
        associated: Span<UInt8> = Span(), _ parameters: Argon2Parameters
    ) throws(CryptographyError) -> SecretBytes {
        var code: Int32 = 0
        let bytes = secret.buffer
        let derived = SecretBytes(count: self.length) { target in
            code = self.compute(bytes, salt, key, associated, parameters, target)
        }
        extendLifetime(secret)
        try self.check(code)
        return derived
    }

    private static func compute(
        _ bytes: UnsafeRawBufferPointer, _ salt: Span<UInt8>, _ key: Span<UInt8>, _ associated: Span<UInt8>,
        _ parameters: Argon2Parameters, _ digest: UnsafeMutableRawBufferPointer
    ) -> Int32 {
        salt.withUnsafeBytes { salt in
            key.withUnsafeBytes { key in
                associated.withUnsafeBytes { associated in
                    var context = argon2_context()
                    (context.out, context.outlen) = self.run(.init(digest))
                    (context.pwd, context.pwdlen) = self.run(bytes)
                    (context.salt, context.saltlen) = self.run(salt)
                    (context.secret, context.secretlen) = self.run(key)
                    (context.ad, context.adlen) = self.run(associated)
                    context.t_cost = parameters.passes
                    context.m_cost = parameters.memoryKiB
                    context.lanes = UInt32(parameters.lanes)
                    // The lanes are worked through one after the other: the result is the same.
                    context.threads = 1
                    context.version = UInt32(ARGON2_VERSION_13.rawValue)
                    return argon2id_ctx(&context)
                }
            }
        }
    }

    /// The interface takes everything as writable; it writes only to `out`, the flags to wipe inputs being off.
    private static func run(_ bytes: UnsafeRawBufferPointer) -> (UnsafeMutablePointer<UInt8>?, UInt32) {
        let start = bytes.baseAddress.map { UnsafeMutableRawPointer(mutating: $0).assumingMemoryBound(to: UInt8.self) }
        return (start, UInt32(clamping: bytes.count))
    }

    private static func check(_ code: Int32) throws(CryptographyError) {
        guard code == 0 else { throw .init(.hashingFailed, "Argon2id failed with code \(code)") }
    }
}
