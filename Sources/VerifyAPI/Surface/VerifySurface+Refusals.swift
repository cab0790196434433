import Admission

extension VerifySurface {
    /// Writes a problem. Nothing was verified, so that the decision recorded is of the request as a whole.
    mutating func refuse(
        _ reason: Reason, status: UInt16? = nil, _ reply: Reply, entrance: VerifyEntrance = .other,
        caller: Verification? = nil, rules: Int? = nil, limit: LimitReport? = nil, allow: StaticString? = nil,
        fault: BodyFault? = nil, detail: StaticString? = nil,
        to answer: inout VerifyAnswer
    ) {
        var particulars = ProblemBody.Particulars(requestID: reply.context.requestID, now: reply.context.now)
        particulars.detail =
            detail ?? (fault == nil ? nil : "The body is not what this endpoint takes; errors say where.")
        let limit = limit ?? caller?.limit
        let status = status ?? reason.status
        particulars.status = status
        particulars.limit = limit
        if reason == .permissionMissing { particulars.permission = caller?.missing?.text }
        particulars.fault = fault
        ProblemBody.write(reason, particulars, to: &self.body)
        self.begin(status, "application/problem+json", reply, to: &answer)
        switch status {
        case 401: self.writeChallenge(reason, to: &answer)
        case 405:
            answer.bytes.write("Allow: ")
            answer.bytes.write(allow ?? "")
            answer.bytes.writeLine()
        case 429, 503: LimitFields.writeRetryAfter(ProblemBody.retryAfter(limit), to: &answer.bytes)
        default: break
        }
        if let limit { self.writeLimit(limit, isAdmitted: false, reply, to: &answer) }
        self.end(reply, to: &answer)
        var decision = VerifyDecision(requestID: reply.context.requestID, entrance: entrance, reason: reason)
        decision.caller = caller?.matched
        decision.rules = rules
        decision.address = reply.context.peer
        answer.decisions.append(decision)
    }

    /// Appends what is said of a limit.
    func writeLimit(_ limit: LimitReport, isAdmitted: Bool, _ reply: Reply, to answer: inout VerifyAnswer) {
        LimitFields(self.plan.limits, at: reply.context.now).write(limit, isAdmitted: isAdmitted, to: &answer.bytes)
    }

    /// Appends `WWW-Authenticate`.
    func writeChallenge(_ reason: Reason, to answer: inout VerifyAnswer) {
        answer.bytes.write("WWW-Authenticate: Bearer realm=\"")
        answer.bytes.write(self.plan.realm)
        answer.bytes.write(reason.challenge)
    }

    /// Writes a JSON answer around the body that is made.
    mutating func finish(_ status: UInt16, _ reply: Reply, to answer: inout VerifyAnswer) {
        self.begin(status, "application/json", reply, to: &answer)
        self.end(reply, to: &answer)
    }

    /// Appends the status line and what every answer carries.
    func begin(
        _ status: UInt16, _ contentType: StaticString, caching: StaticString = "no-store", _ reply: Reply,
        to answer: inout VerifyAnswer
    ) {
        answer.status = status
        answer.bytes.write("HTTP/1.1 ")
        answer.bytes.writeDecimal(UInt64(status))
        answer.bytes.append(0x20)
        answer.bytes.write(StatusPhrase.of(status))
        if contentType.utf8CodeUnitCount > 0 {
            answer.bytes.write("\r\nContent-Type: ")
            answer.bytes.write(contentType)
        }
        answer.bytes.write("\r\nCache-Control: ")
        answer.bytes.write(caching)
        answer.bytes.write("\r\nX-Request-Id: ")
        answer.bytes.writeID(reply.context.requestID, prefix: "req_")
        answer.bytes.writeLine()
        if reply.context.isSecure { answer.bytes.write(self.plan.strictTransport.span) }
    }

    /// Appends the last fields, the empty line and the body.
    func end(_ reply: Reply, to answer: inout VerifyAnswer) {
        answer.bytes.write("Content-Length: ")
        answer.bytes.writeDecimal(UInt64(self.body.count))
        answer.bytes.write(answer.keepsAlive ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n")
        if !reply.isHead { answer.bytes.write(self.body.span) }
    }
}
