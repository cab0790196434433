import Cryptography
import Keys

/// Finds out whose operator key a token is. A well-formed token costs the same work whether its id is known or not.
struct OperatorAuthenticator {
    let directory: OperatorDirectory
    let hasher: PepperHasher

    /// The operator; `nil` for a token that is none, unknown, expired or revoked.
    func authenticate(_ token: Span<UInt8>, at now: WallTime) -> Operator? {
        guard let parts = TokenParts(token), OperatorToken.isOperatorToken(token, parts) else { return nil }
        let id = token.extracting(parts.idOffset..<(parts.idOffset + Token.idLength))
        let secret = token.extracting(parts.secretOffset..<(parts.secretOffset + Token.secretLength))
        let digest = self.hasher.digest(id: id, secret: secret)
        let found = self.directory.find(.init(high: parts.id.high, low: parts.id.low))
        let isEqual = digest.equalsInConstantTime(found?.digest ?? Self.dummy)
        guard isEqual, let found, found.isLive(at: now) else { return nil }
        return found
    }

    private static let dummy = Digest256(words: (1, 2, 3, 4))
}
