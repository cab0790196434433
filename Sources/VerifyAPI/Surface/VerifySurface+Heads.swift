package import Admission
package import HTTPMachines

extension VerifySurface {
    /// Looks at the head of a request before its body is gathered, so that nobody fills memory who may not ask.
    ///
    /// The same checks in the same order as with the body, as far as the head goes. With the body they are made again: a
    /// caller may be revoked meanwhile.
    package mutating func look(
        at request: RequestHead, _ fields: borrowing FieldTable, head: Span<UInt8>, in context: VerifyContext,
        with pipeline: inout AdmissionPipeline, to answer: inout VerifyAnswer
    ) -> VerifyHeadOutcome {
        self.begin(keepsAlive: false, &answer)
        let reply = Reply(context, isHead: request.method == .head)
        guard let endpoint = self.endpoint(of: request, head: head, reply, to: &answer) else { return .refused }
        let caller: MatchedKey?
        switch endpoint {
        case .verify: caller = self.caller(.native, fields, head: head, reply, with: &pipeline, to: &answer)
        case .batchVerify: caller = self.caller(.batch, fields, head: head, reply, with: &pipeline, to: &answer)
        case .unkeyVerify: caller = self.unkeyCaller(fields, head: head, reply, with: &pipeline, to: &answer)
        case .forwardAuth, .extAuthz, .selfRevoke, .revokeCredentials, .leaks, .changes, .liveness, .keySet:
            return .undecided
        }
        guard caller == nil else { return .proven }
        return self.awaitedProof == nil ? .refused : .undecided
    }

    /// The endpoint that a request is for; refuses one that is for none, or by another method.
    mutating func endpoint(
        of request: RequestHead, head: Span<UInt8>, _ reply: Reply, to answer: inout VerifyAnswer
    ) -> VerifyEndpoint? {
        guard let endpoint = VerifyEndpoint(head.extracting(request.path.offsets)) else {
            self.refuse(.routeNotFound, reply, to: &answer)
            return nil
        }
        guard endpoint.method == nil || endpoint.method == request.method else {
            self.refuse(.methodNotAllowed, reply, allow: endpoint.method == .get ? "GET" : "POST", to: &answer)
            return nil
        }
        return endpoint
    }
}
