import Admission
import DecisionLog
import HTTPMachines
import Keys
import VerifyAPI

extension VerifyLoop {
    /// Records a request that is answered, and each decision in its answer, with what the head says of the asker.
    func record(
        _ exchange: VerifyExchange, _ head: RequestHead, _ fields: borrowing FieldTable, of bytes: Span<UInt8>,
        peer: IPAddress?
    ) {
        for decision in self.answer.decisions {
            self.restartRecord(decision, of: exchange, peer: peer)
            if self.answer.originalPath.isEmpty {
                self.record.setPath(bytes.extracting(head.path.offsets))
                self.record.host.set(bytes.extracting(head.host.offsets))
            }
            if let agent = fields.firstIndex(of: .userAgent) {
                self.record.userAgent.set(bytes.extracting(fields[agent].value.offsets))
            }
            self.append(decision)
        }
        self.count(exchange)
    }

    /// Records a request whose head is gone, or was never whole.
    func record(_ exchange: VerifyExchange, peer: IPAddress?) {
        for decision in self.answer.decisions {
            self.restartRecord(decision, of: exchange, peer: peer)
            self.append(decision)
        }
        self.count(exchange)
    }

    /// Fills the loop's record anew with what is known of a decision.
    private func restartRecord(_ decision: VerifyDecision, of exchange: VerifyExchange, peer: IPAddress?) {
        self.record.restart(
            requestID: decision.requestID, at: exchange.at, method: decision.method ?? exchange.method,
            address: decision.address ?? peer ?? IPAddress(ipv4: 0))
        self.record.place = decision.place
        self.record.status = self.answer.status
        self.record.reason = decision.reason
        if let reason = decision.reason { self.record.flags = reason.exchangeFlags }
        self.record.surface = decision.entrance.surface
        self.record.protocolVersion = exchange.protocolVersion
        self.record.isTLS = exchange.isSecure
        self.record.isFirstUse = decision.isFirstUse
        if let key = decision.key {
            self.record.keyID = key.keyID
            self.record.keyVersion = key.versionNumber
            self.record.ownerID = key.ownerID
        }
        self.noteNames(of: decision)
        if let limit = decision.limit { self.record.setLimit(limit) }
        if let permission = decision.permission { self.record.permission = InlineText(permission) }
        if let rules = decision.rules { self.answer.traces.withTrace(rules) { self.record.setRules($0) } }
        self.record.bytesIn = exchange.bodyBytes
        self.record.durationNanoseconds = self.now &- exchange.beganAt
        self.record.overheadNanoseconds = self.record.durationNanoseconds
    }

    private func noteNames(of decision: VerifyDecision) {
        if decision.route >= 0 {
            let labels = self.gateway.plan.labels[decision.route]
            self.record.route = labels.name
            self.record.routeTemplate = labels.template
        }
        // What a proxy asks about is told as the gateway would tell it.
        if !self.answer.originalPath.isEmpty {
            self.record.setPath(self.answer.originalPath.span)
            self.record.host = InlineText(self.answer.originalHost)
        }
        if let environment = self.environment(of: decision) {
            self.record.environment.set(environment.name.utf8Span.span)
        }
    }

    /// The environment that was decided in; `nil` when nobody got as far as that.
    private func environment(of decision: VerifyDecision) -> EnvironmentEntry? {
        let snapshot = self.gateway.pipeline.snapshot
        if decision.route >= 0 { return snapshot.environment(of: self.gateway.plan.rules[decision.route]) }
        guard let index = (decision.caller ?? decision.key)?.environment, Int(index) < snapshot.environments.count
        else { return nil }
        return snapshot.environments[Int(index)]
    }

    private func append(_ decision: VerifyDecision) {
        let environment = (decision.caller ?? decision.key).map { $0.environment &+ 1 } ?? 0
        self.gateway.recorder.note(
            &self.record, route: decision.route < 0 ? 0 : self.gateway.plan.labels[decision.route].series,
            environment: environment)
    }

    private func count(_ exchange: VerifyExchange) {
        let first = self.answer.decisions.first
        self.gateway.recorder.countAnswer(
            to: exchange, entrance: first?.entrance ?? .other, status: self.answer.status,
            reason: self.answer.status >= 400 ? first?.reason : nil,
            nanoseconds: self.now &- exchange.beganAt)
    }
}
