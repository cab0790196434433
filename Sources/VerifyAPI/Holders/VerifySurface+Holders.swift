package import Admission
import HTTPMachines
import JSONText
import Keys
import RateLimiting

/// What may be done by whoever holds a key.
extension VerifySurface {
    /// Longest reason a holder may give.
    static var longestReason: Int { 256 }

    /// `POST /v1/keys:selfRevoke`: the holder ends the version it presents, in the usual fields. The body may be empty or
    /// give a reason.
    mutating func selfRevoke(
        _ fields: borrowing FieldTable, head: Span<UInt8>, body: Span<UInt8>, _ reply: Reply,
        with pipeline: inout AdmissionPipeline, to answer: inout VerifyAnswer
    ) -> VerifyOutcome {
        let (presented, token, _) = self.findCredential(fields, head: head, sources: self.sources)
        guard presented == .token else {
            self.refuse(presented == .ambiguous ? .credentialAmbiguous : .credentialMissing, reply, to: &answer)
            return .answered
        }
        var reason = 0..<0
        do throws(JSONFault) {
            reason = try self.questions.readReason(body)
        } catch {
            self.refuse(
                .requestMalformed, reply, fault: BodyFault(error, at: self.questions.location), to: &answer)
            return .answered
        }
        guard let key = pipeline.holder(of: head.extracting(token), at: reply.context.now) else {
            let failure = pipeline.failure(
                .credentialUnknown, from: reply.context.peer, at: reply.context.monotonic)
            self.refuse(failure.reason ?? .credentialUnknown, reply, caller: failure, to: &answer)
            return .answered
        }
        return .perform(.revokeSelf(key, reason: self.questions.text.span.extracting(reason).text))
    }

    /// `POST /credentials/revoke`, as GitHub has it: open to everybody, bounded, counted by address, and the same answer
    /// whatever was live; what cannot be read is not counted. Whoever authenticates is refused, so that no caller is led to believe that it matters.
    mutating func revokeCredentials(
        _ fields: borrowing FieldTable, head: Span<UInt8>, body: Span<UInt8>, _ reply: Reply,
        with pipeline: inout AdmissionPipeline, to answer: inout VerifyAnswer
    ) -> VerifyOutcome {
        guard fields.firstIndex(of: .authorization) == nil, fields.firstIndex(of: .apiKey) == nil else {
            self.refuse(
                .callerRejected, reply, detail: "Send the credentials in the body, and none beside it.", to: &answer)
            return .answered
        }
        do throws(JSONFault) {
            try self.questions.readCredentials(body)
        } catch {
            self.refuse(
                .requestMalformed, status: 422, reply, fault: BodyFault(error, at: self.questions.location), to: &answer
            )
            return .answered
        }
        let refusal = pipeline.charge(
            self.revocationRule, named: "credentials-revoke", to: reply.context.peer ?? IPAddress(ipv4: 0),
            at: reply.context.monotonic)
        if let refusal {
            self.refuse(.limitExceeded, reply, limit: refusal, to: &answer)
            return .answered
        }
        var found: Set<MatchedKey> = []
        for question in self.questions.questions {
            let token = self.questions.text.span.extracting(question.key)
            found.formUnion(pipeline.holders(of: token, at: reply.context.now))
        }
        return .perform(.revokeFound(Array(found), from: reply.context.peer))
    }

    /// `POST /v1/leaks/github`: a secret-scanning partner's report. Only its envelope is looked at here.
    mutating func reportLeaks(
        _ fields: borrowing FieldTable, head: Span<UInt8>, body: Span<UInt8>, _ reply: Reply,
        to answer: inout VerifyAnswer
    ) -> VerifyOutcome {
        guard self.plan.takesLeakReports else {
            self.refuse(.routeNotFound, reply, to: &answer)
            return .answered
        }
        guard let identifier = fields.onlyValue(named: "github-public-key-identifier", in: head),
            (1...128).contains(identifier.count),
            let encoded = fields.onlyValue(named: "github-public-key-signature", in: head),
            let signature = Base64.decode(head.extracting(encoded.offsets), longest: 128)
        else {
            self.refuse(.callerRejected, status: 401, reply, detail: "The report is not signed.", to: &answer)
            return .answered
        }
        return .perform(
            .reportLeaks(
                SignedLeakReport(
                    keyIdentifier: head.extracting(identifier.offsets).text, signature: signature,
                    body: body.withUnsafeBufferPointer { Array($0) })))
    }

    /// `GET /v1/changes?after=GENERATION`: what has changed since, answered when there is something, or when the time is
    /// over. What there is, the shell knows.
    mutating func changes(
        _ request: RequestHead, _ fields: borrowing FieldTable, head: Span<UInt8>, _ reply: Reply,
        with pipeline: inout AdmissionPipeline, to answer: inout VerifyAnswer
    ) -> VerifyOutcome {
        let proof = self.proveCaller(fields, head: head, reply, with: &pipeline)
        guard let caller = self.caller(proof, .other, reply, to: &answer) else { return .answered }
        guard let query = request.query, let after = Self.generation(head.extracting(query.offsets)) else {
            self.refuse(
                .requestMalformed, reply, detail: "Ask with after= and the generation that is known.", to: &answer)
            return .answered
        }
        return .awaitChanges(ChangeQuery(after: after, caller: caller))
    }

    /// Reads `after=17`.
    private static func generation(_ query: Span<UInt8>) -> UInt64? {
        guard query.hasPrefix("after="), (7...26).contains(query.count) else { return nil }
        var value: UInt64 = 0
        for index in 6..<query.count {
            let digit = query[index] &- 0x30
            guard digit < 10 else { return nil }
            let (product, wide) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = product.addingReportingOverflow(UInt64(digit))
            guard !wide, !overflow else { return nil }
            value = sum
        }
        return value
    }

    // MARK: Answers to what left the loop

    /// Answers a holder's act that is done.
    package mutating func answer(
        _ result: HolderActResult, keepsAlive: Bool, in context: VerifyContext, to answer: inout VerifyAnswer
    ) {
        self.begin(keepsAlive: keepsAlive, &answer)
        let reply = Reply(context, isHead: false)
        switch result {
        case .revokedSelf(let key, let time):
            self.body.write("{\"revoked\":true,\"key_id\":\"")
            self.body.writeID(key.keyID, prefix: "key_")
            self.body.write("\",\"version\":")
            self.body.writeDecimal(key.versionNumber)
            self.body.write(",\"revoked_at\":\"")
            self.body.writeTime(time)
            self.body.write("\"}")
            self.finish(200, reply, to: &answer)
        case .accepted:
            self.body.write("{}")
            self.finish(202, reply, to: &answer)
        case .feedback(let verdicts):
            LeakFeedback.write(verdicts, to: &self.body)
            self.finish(200, reply, to: &answer)
        case .signatureRejected:
            self.refuse(.callerRejected, status: 401, reply, detail: "The signature does not hold.", to: &answer)
        case .reportMalformed:
            self.refuse(.requestMalformed, reply, detail: "The body is no report of leaks.", to: &answer)
        case .rejected: self.refuse(.credentialUnknown, reply, to: &answer)
        case .unavailable: self.refuse(.overloaded, reply, to: &answer)
        }
    }

    /// Answers a question for changes: the keys that have changed up to a generation; without `keys` any key may have.
    package mutating func answer(
        changes: EnvironmentChanges, upTo generation: UInt64, keepsAlive: Bool, in context: VerifyContext,
        to answer: inout VerifyAnswer
    ) {
        self.begin(keepsAlive: keepsAlive, &answer)
        self.body.write("{\"generation\":")
        self.body.writeDecimal(generation)
        if case .keys(let keys) = changes {
            self.body.write(",\"keys\":[")
            for (index, key) in keys.enumerated() {
                self.body.write(index == 0 ? "\"" : ",\"")
                self.body.writeID(key, prefix: "key_")
                self.body.write("\"")
            }
            self.body.write("]")
        }
        self.body.write("}")
        self.finish(200, Reply(context, isHead: false), to: &answer)
    }
}
