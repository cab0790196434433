import Admission
import Geolocation
import Keys

/// What the dialects that send a key in the body share.
extension VerifySurface {
    /// Reads the permission query of a question.
    mutating func readQuery(of index: Int) throws(PermissionQueryFault) {
        guard let range = self.questions.questions[index].permissions else { return }
        let query = try self.queries.query(range, of: self.questions.text)
        self.questions.questions[index].query = query
    }

    /// Verifies the key of a question in the environment of the key that asks.
    mutating func verification(
        _ index: Int, by caller: MatchedKey, _ reply: Reply, with pipeline: inout AdmissionPipeline
    ) -> Verification {
        let question = self.questions.questions[index]
        var request = VerificationRequest(
            environment: caller.environment, address: question.address, method: question.method,
            now: reply.context.now, monotonic: reply.context.monotonic)
        request.caller = caller.keyID
        request.certificate = question.certificate
        request.place = question.address.map { self.places.place(of: $0) }
        request.cost = question.cost
        if question.hasClaims { request.claims = self.claims(of: question) }
        request.creditCost = question.creditCost ?? question.cost
        return pipeline.verify(
            request, token: self.questions.text.span.extracting(question.key), permissions: question.query,
            costs: self.questions.costs.span.extracting(question.costs), names: self.questions.text.span)
    }

    /// What the client claims of itself, as the verifier tells it.
    private func claims(of question: VerifyQuestion) -> RequestClaims {
        self.claims.clear()
        let text = self.questions.text.span
        if let range = question.referrer { self.claims.note(.referrer, text.extracting(range)) }
        if let range = question.origin { self.claims.note(.origin, text.extracting(range)) }
        if let range = question.androidPackage { self.claims.note(.androidPackage, text.extracting(range)) }
        if let range = question.androidCertificate { self.claims.note(.androidCertificate, text.extracting(range)) }
        if let range = question.iOSBundle { self.claims.note(.iOSBundle, text.extracting(range)) }
        return self.claims
    }

    /// Notes what was decided.
    mutating func record(
        _ verification: Verification, of index: Int, _ id: RequestID, _ caller: MatchedKey,
        _ entrance: VerifyEntrance, with pipeline: borrowing AdmissionPipeline, to answer: inout VerifyAnswer
    ) {
        var decision = VerifyDecision(requestID: id, entrance: entrance, reason: verification.reason)
        // What was not matched has asked no rules; those of the request before it are not its own.
        if verification.matched != nil { decision.rules = answer.traces.keep(pipeline.rules) }
        decision.key = verification.matched
        decision.caller = caller
        decision.isFirstUse = verification.isValid && verification.key?.isFirstUse == true
        decision.address = self.questions.questions[index].address
        decision.place = decision.address.map { self.places.place(of: $0) } ?? .unknown
        decision.method = self.questions.questions[index].method
        decision.limit = verification.limit
        decision.permission = verification.missing?.text
        answer.decisions.append(decision)
    }
}
