import Admission
import SignedIdentity

extension VerifySurface {
    /// `GET /.well-known/jwks.json`: the key set (RFC 7517) that signed identities are checked by. It is public, and anybody
    /// may ask for it. Where none are signed there is no such path.
    mutating func keySet(_ reply: Reply, to answer: inout VerifyAnswer) {
        guard let keySet = self.plan.keySet else { return self.refuse(.routeNotFound, reply, to: &answer) }
        guard let document = try? keySet.keys.document(of: keySet.terms, at: reply.context.now) else {
            return self.refuse(.overloaded, reply, to: &answer)
        }
        self.body.append(contentsOf: document)
        self.begin(200, "application/jwk-set+json", caching: "public, max-age=300", reply, to: &answer)
        self.end(reply, to: &answer)
    }
}
