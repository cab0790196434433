import Admission
import Keys
import SignedIdentity

extension DownstreamConnection {
    /// Adds the signed token to what an upstream is told of the caller. Every request has a token of its own, with its id.
    ///
    /// - Returns: `false` when there is none: the upstream, which expects one, must not be asked without.
    func sign(_ caller: inout RequestHeadWriter.Caller?, to position: Int, route: Int) -> Bool {
        // Who asks without a key is told by there being no token.
        guard let known = caller else { return true }
        guard let terms = self.plan.configuration.signedIdentity, self.loop.scribe != nil else { return false }
        var claims = IdentityClaims(
            audience: self.plan.destinations[position].configuration.name, keyID: known.key.keyID,
            requestID: self.record.id)
        claims.ownerID = known.key.ownerID
        claims.project = known.environment?.projectName
        claims.environment = known.environment?.name
        claims.permissions = known.permissions
        claims.route = self.plan.rules[route].name
        guard let token = try? self.loop.scribe?.sign(claims, by: terms, at: self.loop.clock.wall) else { return false }
        caller?.token = token
        return true
    }
}
