import Crypto
import FoundationEssentials

/// HKDF with SHA-256 (RFC 5869): keys from a key, bound to what they are for.
package enum HKDFSHA256 {
    /// Most bytes one derivation gives: 255 hashes.
    package static let mostBytes = 255 * 32

    /// Extracts and expands in one step.
    package static func derive(
        from key: borrowing SecretBytes, salt: [UInt8] = [], info: [UInt8], count: Int
    ) -> SecretBytes {
        precondition((1...mostBytes).contains(count), "HKDF gives 1 to \(mostBytes) bytes")
        let derived = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: key.buffer), salt: salt, info: info, outputByteCount: count)
        return SecretBytes(count: count) { target in
            derived.withUnsafeBytes { target.copyMemory(from: $0) }
        }
    }
}
