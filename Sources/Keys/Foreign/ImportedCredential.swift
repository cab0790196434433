/// What the other system still knows of a token.
package enum ImportedCredential: Sendable {
    case token(ForeignSecret)
    /// Its hash, of exactly the hash's length.
    case hash(ForeignHash, ForeignSecret)
    /// A hash that proves nothing (`murmur64`, `fnv`): named, and otherwise of no use.
    case unprovable(algorithm: String)
}
