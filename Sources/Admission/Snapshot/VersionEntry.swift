import Keys

/// One version of a key's secret.
struct VersionEntry: Sendable {
    let digest: Digest256
    /// Milliseconds since 1970.
    let notAfter: Int64
    /// When the secret was made, in milliseconds since 1970: with the number it says which secret it is.
    let createdAt: Int64
    let number: UInt32
    /// Position of its pepper among the environment's, or the set of those it was made under (`PepperSet`).
    let pepper: UInt8
    let isRevoked: Bool
    /// No use of it is on record yet.
    let isUnused: Bool
    /// A rotation without overlap has ended it: what is under way with it is cut.
    var isReplacedAtOnce = false
}
