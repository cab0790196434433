import Admission
import Geolocation
import HTTPMachines
import Keys
import Routing

/// Forward-auth and Envoy's ext_authz: the original request is matched against the gateway's routes and judged by the same
/// pipeline, so that one set of rules guards both ways in.
extension VerifySurface {
    /// `/v1/forward-auth`.
    mutating func forwardAuth(
        _ request: RequestHead, _ fields: borrowing FieldTable, head: Span<UInt8>, _ reply: Reply,
        with pipeline: inout AdmissionPipeline, to answer: inout VerifyAnswer
    ) {
        let query = request.query.map { $0.offsets } ?? 0..<0
        guard let dialect = ProxyDialect(query: head.extracting(query)) else {
            return self.refuse(
                .requestMalformed, reply, entrance: .forwardAuth, detail: "mode is nginx or forwarded.", to: &answer)
        }
        guard self.mayAsk(fields, head: head, reply, dialect, to: &answer) else { return }
        do throws(OriginalRequest.Fault) {
            try self.original.read(
                dialect, isNamed: !query.isEmpty, fields, of: head, proxies: self.plan.trustedProxies)
        } catch {
            return self.deny(error, dialect, reply, to: &answer)
        }
        self.judge(dialect, fields, head: head, reply, with: &pipeline, to: &answer)
    }

    /// `/v1/ext-authz/**`.
    mutating func extAuthz(
        _ request: RequestHead, prefix: Int, _ fields: borrowing FieldTable, head: Span<UInt8>, _ reply: Reply,
        with pipeline: inout AdmissionPipeline, to answer: inout VerifyAnswer
    ) {
        guard self.mayAsk(fields, head: head, reply, .envoy, to: &answer) else { return }
        do throws(OriginalRequest.Fault) {
            try self.original.read(
                envoy: request, prefix: prefix, fields, of: head, proxies: self.plan.trustedProxies)
        } catch {
            return self.deny(error, .envoy, reply, to: &answer)
        }
        self.judge(.envoy, fields, head: head, reply, with: &pipeline, to: &answer)
    }

    /// Whether the proxy has proven itself; refuses it otherwise.
    private mutating func mayAsk(
        _ fields: borrowing FieldTable, head: Span<UInt8>, _ reply: Reply, _ dialect: ProxyDialect,
        to answer: inout VerifyAnswer
    ) -> Bool {
        guard self.plan.answersProxies else {
            self.refuse(.routeNotFound, reply, to: &answer)
            return false
        }
        let shown = fields.onlyValue(named: "gatehouse-caller", in: head)?.offsets ?? 0..<0
        let isProven = self.plan.callers.prove(
            shown: head.extracting(shown), peer: reply.context.peer, isUnixSocket: reply.context.isUnixSocket)
        if !isProven { self.refuse(.callerRejected, reply, entrance: dialect.entrance, to: &answer) }
        return isProven
    }

    private mutating func deny(
        _ fault: OriginalRequest.Fault, _ dialect: ProxyDialect, _ reply: Reply, to answer: inout VerifyAnswer
    ) {
        let decision = VerifyDecision(
            requestID: reply.context.requestID, entrance: dialect.entrance, reason: .requestMalformed)
        self.deny(Refusal(.requestMalformed), decision, dialect, reply, detail: fault.detail, to: &answer)
    }

    /// Phase 3 of the original request, and on to the others.
    private mutating func judge(
        _ dialect: ProxyDialect, _ fields: borrowing FieldTable, head: Span<UInt8>, _ reply: Reply,
        with pipeline: inout AdmissionPipeline, to answer: inout VerifyAnswer
    ) {
        answer.originalHost.write(self.original.bytes.span.extracting(self.original.head.host.offsets))
        answer.originalPath.write(self.original.bytes.span.extracting(self.original.head.path.offsets))
        var decision = VerifyDecision(
            requestID: reply.context.requestID, entrance: dialect.entrance, reason: .routeNotFound)
        decision.address = self.original.address
        decision.method = RequestMethod(self.original.head.method) ?? .other
        switch self.plan.routes.match(self.original.head, of: self.original.bytes.span) {
        case .notFound: self.deny(Refusal(.routeNotFound), decision, dialect, reply, to: &answer)
        case .methodNotAllowed(let endpoint):
            let allow = self.plan.routes.allow(endpoint)
            self.deny(Refusal(.methodNotAllowed), decision, dialect, reply, allow: allow, to: &answer)
        case .route(let index):
            decision.route = index
            guard dialect == .envoy || !self.meansAnotherMethod(fields, head: head) else {
                return self.deny(
                    Refusal(.methodNotPermitted), decision, dialect, reply,
                    detail: "A field of the request overrides its method. Send the method itself.", to: &answer)
            }
            self.judge(on: self.plan.rules[index], &decision, dialect, fields, head: head, reply, &pipeline, &answer)
        }
    }

    /// Phases 4 to 8.
    private mutating func judge(
        on rules: RouteRules, _ decision: inout VerifyDecision, _ dialect: ProxyDialect,
        _ fields: borrowing FieldTable, head: Span<UInt8>, _ reply: Reply, _ pipeline: inout AdmissionPipeline,
        _ answer: inout VerifyAnswer
    ) {
        let (presented, token) = self.present(rules, fields, head: head, &decision, with: &pipeline)
        decision.place = self.places.place(of: self.original.address)
        let request = AdmissionRequest(
            method: decision.method ?? .other, address: self.original.address, place: decision.place,
            claims: pipeline.needs(on: rules).contains(.claims) ? self.readClaims(fields, head: head) : nil,
            now: reply.context.now, monotonic: reply.context.monotonic)
        let verdict = self.verdict(request, on: rules, presented, token, fields, head: head, &pipeline)
        if case .refuse(let refusal) = verdict, refusal.reason == .credentialPending,
            let proof = self.mayAwait(reply, pipeline)
        {
            self.awaitedProof = proof
            return
        }
        if case .refuse(let refusal) = verdict, self.awaitsQuota(refusal.reason, reply) { return }
        decision.rules = answer.traces.keep(pipeline.rules)
        switch verdict {
        case .refuse(let refusal): self.deny(refusal, decision, dialect, reply, to: &answer)
        case .admit(let admitted):
            decision.reason = nil
            decision.isFirstUse = admitted.isFirstUse
            decision.key = admitted.key
            decision.limit = admitted.limit
            // Nobody tells us when the request ends: what is under way is counted while it is judged, and no longer.
            pipeline.release(admitted.ticket, at: reply.context.monotonic)
            guard let identity = self.identity(of: admitted, on: rules, reply, with: pipeline) else {
                return self.deny(Refusal(.overloaded, key: admitted.key), decision, dialect, reply, to: &answer)
            }
            self.admit(admitted, rules, identity, dialect, reply, with: pipeline, to: &answer)
            answer.decisions.append(decision)
        }
    }

    /// What admission says. A second key is looked for only when a policy has asked for one; of several none counts, and an
    /// empty one is none: a proxy may pass the field on in any case.
    private func verdict(
        _ request: AdmissionRequest, on rules: RouteRules, _ presented: Presented, _ token: Range<Int>,
        _ fields: borrowing FieldTable, head: Span<UInt8>, _ pipeline: inout AdmissionPipeline
    ) -> Verdict {
        let token = head.extracting(token)
        let verdict = pipeline.judge(request, on: rules, presenting: presented, token: token)
        guard case .refuse(let refusal) = verdict, refusal.reason == .secondKeyRequired,
            let second = fields.onlyValue(named: "gatehouse-second-key", in: head), second.count > 0
        else { return verdict }
        return pipeline.judge(request, on: rules, token: token, secondKey: head.extracting(second.offsets))
    }

    /// What the client claims of itself: the fields of the call are the original ones.
    private func readClaims(_ fields: borrowing FieldTable, head: Span<UInt8>) -> RequestClaims {
        self.claims.clear()
        for index in 0..<fields.count {
            guard let claim = RequestClaims.Field(name: head.extracting(fields[index].name.offsets)) else { continue }
            self.claims.note(claim, head.extracting(fields[index].value.offsets))
        }
        return self.claims
    }

    /// Phase 4, identify: the one credential among the fields of the call, which are the original ones. Notes in
    /// `self.removals` the names of fields that must not go on, as the gateway leaves them out.
    private mutating func present(
        _ rules: RouteRules, _ fields: borrowing FieldTable, head: Span<UInt8>, _ decision: inout VerifyDecision,
        with pipeline: inout AdmissionPipeline
    ) -> (Presented, token: Range<Int>) {
        if let query = self.original.head.query, !query.isEmpty,
            let found = TokenSearch.through(query, of: self.original.bytes.span)
        {
            decision.key = found.withToken { pipeline.keyExposed(by: $0, on: rules) }
            return (.inQuery, 0..<0)
        }
        self.removals.removeAll(keepingCapacity: true)
        var scan = CredentialScan()
        for index in 0..<fields.count {
            let name = head.extracting(fields[index].name.offsets)
            var isRemoved = rules.isLookalike(name) || self.isClaim(fields[index], name)
            if rules.mayBeSource(nameLength: name.count) {
                let value = head.extracting(fields[index].value.offsets)
                scan.see(field: index, name: name, value: value, sources: rules.sources)
                if let offset = CredentialScan.tokenOffset(name: name, value: value, sources: rules.sources) {
                    // On a route that asks for no key all but our tokens are the application's.
                    isRemoved = rules.requiresKey || TokenParts(value.extracting(offset..<value.count)) != nil
                }
            }
            if isRemoved {
                self.removals.write(name)
                self.removals.append(0x2c)
            }
        }
        switch scan.outcome {
        case .missing: return (.missing, 0..<0)
        case .ambiguous: return (.ambiguous, 0..<0)
        case .found(let field, let offset):
            let value = fields[field].value.offsets
            return (.token, (value.lowerBound + offset)..<value.upperBound)
        }
    }

    /// Whether the field claims to be somebody, or means another method: the gateway leaves it out. Those that the answer
    /// sets are not among them, because a proxy removes after it has set.
    private func isClaim(_ field: Field, _ name: Span<UInt8>) -> Bool {
        switch field.known {
        case .foreignIdentity, .methodOverride: true
        case .gatehouse: !Self.identityFields.contains { name.equalsIgnoringCase($0) }
        default: false
        }
    }

    /// Whether a method-override field names another method than the one that is judged. Envoy takes such fields away when it
    /// is told to; what other proxies pass on they cannot be told.
    private func meansAnotherMethod(_ fields: borrowing FieldTable, head: Span<UInt8>) -> Bool {
        let method = self.original.bytes.span.extracting(self.original.head.methodBytes.offsets)
        for index in 0..<fields.count where fields[index].known == .methodOverride {
            let named = head.extracting(fields[index].value.offsets)
            if !named.isEqualIgnoringCase(to: method) { return true }
        }
        return false
    }
}
