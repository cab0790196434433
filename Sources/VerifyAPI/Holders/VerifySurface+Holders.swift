import Admission
import HTTPMachines
import JSONText
import Keys

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
        let (presented, token) = self.findCredential(fields, head: head, sources: self.sources)
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
        let words = self.questions.text.span.extracting(reason).text
        let client = self.client(fields, head: head, reply)
        if let key = pipeline.holder(of: head.extracting(token), at: reply.context.now) {
            return .perform(.revokeSelf(key, reason: words))
        }
        guard self.mayBeForeign(head.extracting(token), &pipeline) else {
            let failure = pipeline.failure(.credentialUnknown, from: client, at: reply.context.monotonic)
            self.refuse(failure.reason ?? .credentialUnknown, reply, caller: failure, to: &answer)
            return .answered
        }
        // Whose it is costs more work than a loop has time for, and whether it is anybody's is not known before.
        guard self.hasRoom(in: self.searches, client, reply, pipeline, to: &answer) else {
            return .answered
        }
        return .perform(.revokeShownSelf(ShownToken(head.extracting(token)), reason: words, from: client))
    }

    /// `POST /credentials/revoke`, as GitHub has it: open to everybody, bounded, counted by address, and the same answer
    /// whatever was live; what cannot be read is not counted. Whoever authenticates is refused, so that no caller is led to
    /// believe that it matters.
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
        let client = self.client(fields, head: head, reply)
        guard self.hasRoom(in: self.revocations, client, reply, pipeline, to: &answer) else {
            return .answered
        }
        // The same way whatever was shown, so that the time it takes tells nothing.
        guard !pipeline.admitsForeignTokens() else { return .perform(.revokeShown(self.shownTokens(), from: client)) }
        var found: Set<HeldVersion> = []
        for question in self.questions.questions {
            let token = self.questions.text.span.extracting(question.key)
            if let key = pipeline.holder(of: token, at: reply.context.now) { found.insert(key) }
        }
        return .perform(.revokeFound(Array(found), from: client))
    }

    /// `POST /v1/leaks/github`: a secret-scanning partner's report. Only its envelope is looked at here.
    mutating func reportLeaks(
        _ fields: borrowing FieldTable, head: Span<UInt8>, body: Span<UInt8>, _ reply: Reply,
        with pipeline: borrowing AdmissionPipeline, to answer: inout VerifyAnswer
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
        let client = self.client(fields, head: head, reply)
        guard self.hasRoom(in: self.reports, client, reply, pipeline, to: &answer) else {
            return .answered
        }
        return .perform(
            .reportLeaks(
                SignedLeakReport(
                    keyIdentifier: head.extracting(identifier.offsets).text, signature: signature,
                    body: body.withUnsafeBufferPointer { Array($0) })))
    }

    // MARK: Parts

    /// Everything shown, each once.
    private func shownTokens() -> [ShownToken] {
        var tokens: Set<ShownToken> = []
        for question in self.questions.questions {
            tokens.insert(ShownToken(self.questions.text.span.extracting(question.key)))
        }
        return Array(tokens)
    }

    private func mayBeForeign(_ token: Span<UInt8>, _ pipeline: inout AdmissionPipeline) -> Bool {
        TokenParts(token) == nil && ForeignToken.isAdmissible(token) && pipeline.admitsForeignTokens()
    }

    /// Counts a call of an address; refuses it when there is no room.
    private mutating func hasRoom(
        in allowance: CallAllowance, _ client: IPAddress, _ reply: Reply, _ pipeline: borrowing AdmissionPipeline,
        to answer: inout VerifyAnswer
    ) -> Bool {
        let limit = pipeline.charge(allowance.rule, named: allowance.name, to: client, at: reply.context.monotonic)
        guard let limit else { return true }
        self.refuse(.limitExceeded, reply, limit: limit, to: &answer)
        return false
    }

    /// Whose call it is: the peer, or whom a proxy of ours names. Everybody on a Unix socket that nobody vouches for is one.
    private func client(_ fields: borrowing FieldTable, head: Span<UInt8>, _ reply: Reply) -> IPAddress {
        let peer = reply.context.peer ?? IPAddress(ipv4: 0)
        let isProxy =
            reply.context.isUnixSocket
            ? self.plan.callers.prove(shown: Span(), peer: nil, isUnixSocket: true)
            : self.plan.trustedProxies.contains { $0.contains(peer) }
        guard isProxy else { return peer }
        return ForwardedHops.client(fields, of: head, proxies: self.plan.trustedProxies) ?? peer
    }
}
