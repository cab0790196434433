import CKeyedDigest

/// HKDF with SHA-256 (RFC 5869): keys from a key, bound to what they are for. What is in between is wiped.
package enum HKDFSHA256 {
    /// Most bytes one derivation gives: 255 hashes.
    package static let mostBytes = 255 * 32

    /// Extracts and expands in one step.
    package static func derive(
        from key: borrowing SecretBytes, salt: [UInt8] = [], info: [UInt8], count: Int
    ) -> SecretBytes {
        precondition((1...mostBytes).contains(count), "HKDF gives 1 to \(mostBytes) bytes")
        let material = key.buffer
        let derived = SecretBytes(count: count) { target in
            guard let target = target.baseAddress else { return }
            salt.withUnsafeBufferPointer { salt in
                info.withUnsafeBufferPointer { info in
                    keyed_digest_derive(
                        material.baseAddress, material.count, salt.baseAddress, salt.count, info.baseAddress,
                        info.count, target, count)
                }
            }
        }
        extendLifetime(key)
        return derived
    }
}
