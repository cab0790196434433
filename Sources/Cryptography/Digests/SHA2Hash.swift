import Crypto

/// The longer hashes of the SHA-2 family (FIPS 180-4), for what other systems have hashed with them. They allocate, so
/// nothing of ours is hashed so.
package enum SHA2Hash {
    package static func sha384(of bytes: Span<UInt8>) -> [UInt8] { Array(Self.digest(bytes, SHA384())) }

    package static func sha512(of bytes: Span<UInt8>) -> [UInt8] { Array(Self.digest(bytes, SHA512())) }

    private static func digest<Function: HashFunction>(_ bytes: Span<UInt8>, _ function: Function) -> Function.Digest {
        var function = function
        bytes.withUnsafeBytes { function.update(bufferPointer: $0) }
        return function.finalize()
    }
}
