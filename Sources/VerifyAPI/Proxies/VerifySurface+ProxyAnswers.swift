import Admission
import HTTPMachines
import Keys

extension VerifySurface {
    /// Identity fields of other gateways and method overrides, which a client must not get past Envoy.
    private static var foreignFields: StaticString {
        """
        x-unkey-principal,x-consumer-id,x-consumer-custom-id,x-consumer-username,x-consumer-groups,\
        x-credential-identifier,x-anonymous-consumer,x-authenticated-groups,x-http-method,x-http-method-override,\
        x-method-override
        """
    }

    /// What `writeIdentity` sets, in lower case.
    static let identityFields = [
        "gatehouse-key-id", "gatehouse-owner", "gatehouse-project", "gatehouse-environment", "gatehouse-permissions",
        "gatehouse-identity",
    ].map { Array($0.utf8) }

    /// Lets the original request through, and tells the proxy who asks.
    mutating func admit(
        _ admitted: Admitted, _ rules: RouteRules, _ identity: [UInt8], _ dialect: ProxyDialect, _ reply: Reply,
        with pipeline: borrowing AdmissionPipeline, to answer: inout VerifyAnswer
    ) {
        self.begin(200, "", reply, to: &answer)
        let environment = admitted.key == nil ? nil : pipeline.snapshot.environment(of: rules)
        self.writeIdentity(admitted, environment, identity, to: &answer.bytes)
        if let limit = admitted.limit { self.writeLimit(limit, isAdmitted: true, reply, to: &answer) }
        if let end = AnnouncedEnd(admitted, at: reply.context.now) { LifecycleFields.write(end, to: &answer.bytes) }
        if dialect == .envoy {
            answer.bytes.write("x-envoy-auth-headers-to-remove: ")
            answer.bytes.append(contentsOf: self.removals)
            // Where nothing is signed, nobody may seem to have.
            if identity.isEmpty { answer.bytes.write("gatehouse-identity,") }
            answer.bytes.write(Self.foreignFields)
            answer.bytes.writeLine()
        }
        self.end(reply, to: &answer)
    }

    /// All six fields, whether there is something to say or not: a proxy that copies them replaces whatever the client
    /// sent under their names.
    private mutating func writeIdentity(
        _ admitted: Admitted, _ environment: EnvironmentEntry?, _ identity: [UInt8], to output: inout [UInt8]
    ) {
        output.write("Gatehouse-Key-Id: ")
        if let key = admitted.key {
            output.append(0x22)
            output.writeID(key.keyID, prefix: "key_")
            output.append(0x22)
        }
        output.write("\r\nGatehouse-Owner: ")
        if let owner = admitted.key?.ownerID {
            output.append(0x22)
            output.writeID(owner, prefix: "idn_")
            output.append(0x22)
        }
        output.write("\r\nGatehouse-Project: ")
        if let environment { StructuredFields.appendString(environment.projectName.utf8, to: &output) }
        output.write("\r\nGatehouse-Environment: ")
        if let environment { StructuredFields.appendString(environment.name.utf8, to: &output) }
        output.write("\r\nGatehouse-Permissions: ")
        if let grants = admitted.grants { output.append(contentsOf: self.texts.of(grants).field) }
        output.write("\r\nGatehouse-Identity: ")
        output.append(contentsOf: identity)
        output.writeLine()
    }

    /// Refuses the original request in a status that the dialect can carry.
    mutating func deny(
        _ refusal: Refusal, _ decision: VerifyDecision, _ dialect: ProxyDialect, _ reply: Reply, allow: [UInt8] = [],
        detail: StaticString? = nil, to answer: inout VerifyAnswer
    ) {
        let reason = refusal.reason
        let status = ProxyDialect.told(reason)
        var particulars = ProblemBody.Particulars(requestID: reply.context.requestID, now: reply.context.now)
        particulars.status = status
        particulars.limit = refusal.limit
        particulars.detail = detail
        if refusal.key != nil { particulars.permission = refusal.permission?.description }
        ProblemBody.write(reason, particulars, to: &self.body)
        self.begin(dialect.status(status), "application/problem+json", reply, to: &answer)
        if dialect == .nginx {
            answer.bytes.write("Gatehouse-Status: ")
            answer.bytes.writeDecimal(UInt64(status))
            answer.bytes.writeLine()
        }
        self.writeFields(refusal, reply, allow: allow, to: &answer)
        self.end(reply, to: &answer)
        var decision = decision
        decision.reason = reason
        decision.key = refusal.key ?? decision.key
        decision.limit = refusal.limit
        decision.permission = particulars.permission
        answer.decisions.append(decision)
    }

    private func writeFields(
        _ refusal: Refusal, _ reply: Reply, allow: [UInt8], to answer: inout VerifyAnswer
    ) {
        switch ProxyDialect.told(refusal.reason) {
        case 401: self.writeChallenge(refusal.reason, to: &answer)
        case 403:
            guard refusal.key != nil, let permission = refusal.permission else { break }
            answer.bytes.write("Gatehouse-Accepted-Permissions: (")
            StructuredFields.appendString(permission.description.utf8, to: &answer.bytes)
            answer.bytes.write(")\r\n")
        case 405:
            answer.bytes.write("Allow: ")
            answer.bytes.append(contentsOf: allow)
            answer.bytes.writeLine()
        case 429, 503: LimitFields.writeRetryAfter(ProblemBody.retryAfter(refusal.limit), to: &answer.bytes)
        default: break
        }
        if let limit = refusal.limit { self.writeLimit(limit, isAdmitted: false, reply, to: &answer) }
    }
}
