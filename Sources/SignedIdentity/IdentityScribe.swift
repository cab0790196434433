package import Cryptography
package import Keys

/// Writes and signs tokens: a JWS in its compact form (RFC 7515, 7.1), with Ed25519 (RFC 8037). One for each loop: it holds
/// the key it signs with.
package struct IdentityScribe {
    private let keys: IdentityKeys
    private var held: Held?
    private var claims: [UInt8] = []

    private struct Held {
        let key: IdentityKey
        let until: WallTime
        let turn: UInt64
        let generation: UInt32
        let schedule: IdentitySchedule
        let number: UInt64
    }

    package init(_ keys: IdentityKeys) { self.keys = keys }

    /// The token of a request, good for half a minute.
    ///
    /// - Throws: when it cannot be signed; then nobody may be told who asks.
    package mutating func sign(
        _ claims: IdentityClaims, by terms: IdentityTerms, at now: WallTime
    ) throws(CryptographyError) -> [UInt8] {
        let key = try self.key(of: terms, at: now)
        self.claims.removeAll(keepingCapacity: true)
        claims.write(issuer: terms.issuer, at: now, to: &self.claims)
        var token: [UInt8] = []
        token.reserveCapacity(key.head.count + self.claims.count * 4 / 3 + 96)
        token.append(contentsOf: key.head)
        Base64URL.append(self.claims.span, to: &token)
        let signature = try key.sign(token)
        token.append(0x2e)
        Base64URL.append(signature.span, to: &token)
        return token
    }

    private mutating func key(of terms: IdentityTerms, at now: WallTime) throws(CryptographyError) -> IdentityKey {
        let (turn, number) = (self.keys.turn, terms.schedule.number(at: now))
        if let held = self.held, held.turn == turn, held.number == number, held.generation == terms.generation,
            held.schedule == terms.schedule, now < held.until
        {
            return held.key
        }
        let (key, until) = try self.keys.signing(by: terms, at: now)
        self.held = Held(
            key: key, until: until, turn: turn, generation: terms.generation, schedule: terms.schedule, number: number)
        return key
    }
}
