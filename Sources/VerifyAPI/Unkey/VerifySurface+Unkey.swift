import Admission
import HTTPMachines
import JSONText
import Keys

extension VerifySurface {
    /// `POST /v2/keys.verifyKey`, as clients of Unkey know it. The root key is a key of ours with `keys:verify`.
    mutating func verifyUnkey(
        _ fields: borrowing FieldTable, head: Span<UInt8>, body: Span<UInt8>, _ reply: Reply,
        with pipeline: inout AdmissionPipeline, to answer: inout VerifyAnswer
    ) {
        guard let caller = self.unkeyCaller(fields, head: head, reply, with: &pipeline, to: &answer) else { return }
        do throws(JSONFault) {
            try self.questions.readUnkey(body)
        } catch {
            let fault = UnkeyError(error, at: self.questions.location)
            return self.fail(fault, .requestMalformed, nil, reply, to: &answer)
        }
        do throws(PermissionQueryFault) {
            try self.readQuery(of: 0)
        } catch {
            return self.fail(.init(error), .requestMalformed, nil, reply, to: &answer)
        }
        guard !self.awaitsProofs(for: caller, reply, with: &pipeline) else { return }
        self.decideUnkey(caller, reply, with: &pipeline, to: &answer)
    }

    /// The caller, proven by its root key; refuses anyone else.
    mutating func unkeyCaller(
        _ fields: borrowing FieldTable, head: Span<UInt8>, _ reply: Reply, with pipeline: inout AdmissionPipeline,
        to answer: inout VerifyAnswer
    ) -> MatchedKey? {
        let (presented, token) = self.findCredential(fields, head: head, sources: self.bearerOnly)
        guard presented == .token else {
            let isMissing = fields.firstIndex(of: .authorization) == nil
            self.fail(.init(authorization: isMissing), .credentialMissing, nil, reply, to: &answer)
            return nil
        }
        switch self.proveCaller(head.extracting(token), reply, &pipeline) {
        case .proven(let caller): return caller
        case .pending(let proof): self.awaitedProof = proof
        case .refused(let verification):
            let reason = verification.reason ?? .overloaded
            let rules = verification.matched == nil ? nil : answer.traces.keep(pipeline.rules)
            self.fail(.init(caller: reason), reason, verification, rules: rules, reply, to: &answer)
        case .missing, .ambiguous: self.fail(.unavailable, .overloaded, nil, reply, to: &answer)
        }
        return nil
    }

    private mutating func decideUnkey(
        _ caller: MatchedKey, _ reply: Reply, with pipeline: inout AdmissionPipeline, to answer: inout VerifyAnswer
    ) {
        let verification =
            self.isInKeyspaces(caller, &pipeline)
            ? self.verification(0, by: caller, reply, with: &pipeline) : pipeline.unknown()
        let reason = verification.reason
        guard !self.awaitsQuota(reason, reply) else { return }
        guard let code = reason.map(\.unkeyCode) ?? "VALID" else {
            let error = reason == .limitUnknown ? UnkeyError.limitUnknown : .unavailable
            return self.fail(error, reason ?? .overloaded, nil, reply, to: &answer)
        }
        UnkeyAnswer.writeBegin(verification, code, requestID: reply.context.requestID, to: &self.body)
        if let key = verification.key {
            let asksRights = self.questions.questions[0].permissions != nil
            UnkeyAnswer.write(key, withRights: asksRights, texts: &self.texts, to: &self.body)
        }
        var isFirst = true
        var credits: UInt32?
        for position in 0..<verification.limitCount {
            let limit = pipeline.weighedLimit(
                position, of: verification,
                costs: self.questions.costs.span.extracting(self.questions.questions[0].costs),
                names: self.questions.text.span)
            guard let limit else { continue }
            guard !limit.isCredits else {
                credits = limit.report.remaining
                continue
            }
            UnkeyAnswer.write(limit, isFirst: isFirst, now: reply.context.now, to: &self.body)
            isFirst = false
        }
        if !isFirst { self.body.write("]") }
        if let credits {
            self.body.write(",\"credits\":")
            self.body.writeDecimal(UInt64(credits))
        }
        self.body.write("}}")
        self.finish(self.questions.isMapped ? reason?.status ?? 200 : 200, reply, to: &answer)
        self.record(verification, of: 0, reply.context.requestID, caller, .unkey, with: pipeline, to: &answer)
    }

    /// Whether the environment of the root key, the only one whose keys it knows, is among the keyspaces the call names.
    /// Environments stand in the place of keyspaces and of APIs, and are named by id or by name. No key of a call that
    /// names others is looked at.
    private func isInKeyspaces(_ caller: MatchedKey, _ pipeline: inout AdmissionPipeline) -> Bool {
        guard !self.questions.keyspaces.isEmpty || self.questions.apiID != nil else { return true }
        guard let environment = pipeline.environment(of: caller) else { return false }
        var isListed = self.questions.keyspaces.isEmpty
        for keyspace in self.questions.keyspaces where self.names(keyspace, environment) { isListed = true }
        guard isListed, let apiID = self.questions.apiID else { return isListed }
        return self.names(apiID, environment)
    }

    private func names(_ text: Range<Int>, _ environment: EnvironmentEntry) -> Bool {
        let text = self.questions.text[text]
        return text.elementsEqual(environment.id.description.utf8) || text.elementsEqual(environment.name.utf8)
    }

    /// Answers with an error of Unkey's shape.
    private mutating func fail(
        _ error: UnkeyError, _ reason: Reason, _ caller: Verification?, rules: Int? = nil, _ reply: Reply,
        to answer: inout VerifyAnswer
    ) {
        error.write(reply.context.requestID, to: &self.body)
        self.begin(error.status, "application/json", reply, to: &answer)
        if error.status == 429, let limit = caller?.limit {
            LimitFields.writeRetryAfter(ProblemBody.retryAfter(limit), to: &answer.bytes)
            answer.bytes.write("RateLimit-Limit: ")
            answer.bytes.writeDecimal(limit.limit)
            answer.bytes.write("\r\nRateLimit-Remaining: ")
            answer.bytes.writeDecimal(limit.remaining)
            answer.bytes.write("\r\nRateLimit-Reset: ")
            answer.bytes.writeDecimal(limit.resetSeconds)
            answer.bytes.writeLine()
        }
        self.end(reply, to: &answer)
        var decision = VerifyDecision(requestID: reply.context.requestID, entrance: .unkey, reason: reason)
        decision.caller = caller?.matched
        decision.rules = rules
        decision.address = reply.context.peer
        answer.decisions.append(decision)
    }
}
