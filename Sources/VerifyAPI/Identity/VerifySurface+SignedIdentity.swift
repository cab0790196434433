import Admission
import Keys
import SignedIdentity

extension VerifySurface {
    /// The token that says who asks, as the gateway would sign it for the upstream of the route. Empty where that upstream
    /// asks for none, and for who asks without a key.
    ///
    /// - Returns: `nil` when it cannot be signed: then nobody may be let through, for the upstream expects it.
    mutating func identity(
        of admitted: Admitted, on rules: RouteRules, _ reply: Reply, with pipeline: borrowing AdmissionPipeline
    ) -> [UInt8]? {
        guard let audience = self.plan.audience(ofRoute: rules.index), let key = admitted.key else { return [] }
        guard let terms = self.plan.keySet?.terms else { return nil }
        let environment = pipeline.snapshot.environment(of: rules)
        var claims = IdentityClaims(audience: audience, keyID: key.keyID, requestID: reply.context.requestID)
        claims.ownerID = key.ownerID
        claims.project = environment?.projectName
        claims.environment = environment?.name
        claims.route = rules.name
        if let grants = admitted.grants { claims.permissions = self.texts.of(grants).field }
        return try? self.scribe?.sign(claims, by: terms, at: reply.context.now)
    }
}
