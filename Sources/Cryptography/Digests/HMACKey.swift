import CKeyedDigest
package import Keys

/// A key for HMAC-SHA-256 (RFC 2104) with its padded blocks hashed once, in locked memory that is zeroed at the end.
///
/// Authenticating allocates nothing and takes no lock, so one key serves every event loop.
package final class HMACKey: Sendable {
    private let state: SecretBytes

    /// Prepares a key of any length; 32 bytes is what everything here uses.
    package init(_ key: Span<UInt8>) {
        self.state = SecretBytes(count: Int(KEYED_DIGEST_STATE_BYTES)) { state in
            guard let address = state.baseAddress else { return }
            key.withUnsafeBufferPointer { keyed_digest_prepare(address, $0.baseAddress, $0.count) }
        }
    }

    package init(_ key: borrowing SecretBytes) {
        let key = key.buffer
        self.state = SecretBytes(count: Int(KEYED_DIGEST_STATE_BYTES)) { state in
            guard let address = state.baseAddress else { return }
            let bytes = key.assumingMemoryBound(to: UInt8.self)
            keyed_digest_prepare(address, bytes.baseAddress, bytes.count)
        }
    }

    /// The code of a run of bytes.
    package func authenticate(_ bytes: Span<UInt8>) -> Digest256 {
        self.authenticate(bytes, Span(), Span())
    }

    /// The code of runs of bytes taken one after the other, without joining them in memory first.
    ///
    /// Nothing marks where one run ends: callers fix the lengths or encode them.
    package func authenticate(_ first: Span<UInt8>, _ second: Span<UInt8>) -> Digest256 {
        self.authenticate(first, second, Span())
    }

    /// The code of three runs of bytes taken one after the other.
    package func authenticate(_ first: Span<UInt8>, _ second: Span<UInt8>, _ third: Span<UInt8>) -> Digest256 {
        let words = first.withUnsafeBufferPointer { first in
            second.withUnsafeBufferPointer { second in
                third.withUnsafeBufferPointer { third in
                    keyed_digest_authenticate(
                        self.state.address, first.baseAddress, first.count, second.baseAddress, second.count,
                        third.baseAddress, third.count)
                }
            }
        }
        return .init(words: (words.first, words.second, words.third, words.fourth))
    }

    /// Whether the code is that of the bytes, compared in constant time.
    package func isValid(_ code: Digest256, for bytes: Span<UInt8>) -> Bool {
        self.authenticate(bytes).equalsInConstantTime(code)
    }
}
