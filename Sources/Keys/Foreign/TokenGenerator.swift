/// The alphabet a token was drawn from, evenly, by a cryptographically secure generator; or that it was not.
package enum TokenGenerator: String, Hashable, Sendable, CaseIterable {
    case digits, hex, base32, base36, base58, base62, base64, uuid4
    /// Thought up by a person, or by a generator nobody vouches for.
    case chosen

    /// Thousandths of a bit for each character, rounded down.
    var milliBits: Int {
        switch self {
        case .digits: 3_321
        case .hex: 4_000
        case .base32: 5_000
        case .base36: 5_169
        case .base58: 5_857
        case .base62: 5_954
        case .base64: 6_000
        case .uuid4, .chosen: 0
        }
    }
}
