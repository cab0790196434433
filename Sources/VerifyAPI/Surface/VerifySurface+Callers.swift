import Admission
import Geolocation
import HTTPMachines
import Keys

extension VerifySurface {
    /// Finds the one credential among the fields: what was found, and where the token lies.
    func findCredential(
        _ fields: borrowing FieldTable, head: Span<UInt8>, sources: [CredentialSource]
    ) -> (Presented, token: Range<Int>) {
        var scan = CredentialScan()
        for index in 0..<fields.count {
            scan.see(
                field: index, name: head.extracting(fields[index].name.offsets),
                value: head.extracting(fields[index].value.offsets), sources: sources)
        }
        switch scan.outcome {
        case .missing: return (.missing, 0..<0)
        case .ambiguous: return (.ambiguous, 0..<0)
        case .found(let field, let offset):
            let value = fields[field].value.offsets
            return (.token, (value.lowerBound + offset)..<value.upperBound)
        }
    }

    /// Proves a caller by its own key in the usual fields.
    mutating func proveCaller(
        _ fields: borrowing FieldTable, head: Span<UInt8>, _ reply: Reply, with pipeline: inout AdmissionPipeline
    ) -> CallerProof {
        let (presented, token) = self.findCredential(fields, head: head, sources: self.sources)
        switch presented {
        case .missing, .inQuery: return .missing
        case .ambiguous: return .ambiguous
        case .token: return self.proveCaller(head.extracting(token), reply, &pipeline)
        }
    }

    /// Proves a caller by its own key, which needs `keys:verify`. The environment of that key is the one it may verify.
    mutating func proveCaller(
        _ token: Span<UInt8>, _ reply: Reply, _ pipeline: inout AdmissionPipeline
    ) -> CallerProof {
        var request = VerificationRequest(
            environment: nil, address: reply.context.peer, method: .post, now: reply.context.now,
            monotonic: reply.context.monotonic)
        request.place = reply.context.peer.map { self.places.place(of: $0) }
        // Asking is not writing: what a verifier may do is a matter of its permission alone.
        request.isBounded = false
        request.certificate = reply.context.certificate?.held(at: reply.context.now)
        if reply.context.callerHasPaid {
            request.cost = 0
            request.creditCost = 0
        }
        let verification = pipeline.verify(
            request, token: token, permissions: self.callerQuery, costs: Span(), names: Span())
        if verification.reason == .credentialPending, let proof = self.mayAwait(reply, pipeline) {
            return .pending(proof)
        }
        guard verification.isValid, let key = verification.matched else { return .refused(verification) }
        self.callerIsProven = true
        return .proven(key)
    }

    /// The caller, proven by its own key in the usual fields; refuses anyone else.
    mutating func caller(
        _ entrance: VerifyEntrance, _ fields: borrowing FieldTable, head: Span<UInt8>, _ reply: Reply,
        with pipeline: inout AdmissionPipeline, to answer: inout VerifyAnswer
    ) -> MatchedKey? {
        let proof = self.proveCaller(fields, head: head, reply, with: &pipeline)
        return self.caller(proof, entrance, reply, with: pipeline, to: &answer)
    }

    /// The proven caller; refuses anyone else.
    mutating func caller(
        _ proof: CallerProof, _ entrance: VerifyEntrance, _ reply: Reply, with pipeline: borrowing AdmissionPipeline,
        to answer: inout VerifyAnswer
    ) -> MatchedKey? {
        switch proof {
        case .proven(let key): return key
        case .missing: self.refuse(.credentialMissing, reply, entrance: entrance, to: &answer)
        case .ambiguous: self.refuse(.credentialAmbiguous, reply, entrance: entrance, to: &answer)
        case .refused(let verification):
            let rules = verification.matched == nil ? nil : answer.traces.keep(pipeline.rules)
            self.refuse(
                verification.reason ?? .overloaded, reply, entrance: entrance, caller: verification, rules: rules,
                to: &answer)
        case .pending(let proof): self.awaitedProof = proof
        }
        return nil
    }
}
