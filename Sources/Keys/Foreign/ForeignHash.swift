/// A hash that another system keeps of its tokens. Each is one that a token of 112 bits cannot be found from.
package enum ForeignHash: String, Hashable, Sendable, CaseIterable {
    case sha256, sha384, sha512

    /// Bytes of its digest.
    package var length: Int {
        switch self {
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }
}
