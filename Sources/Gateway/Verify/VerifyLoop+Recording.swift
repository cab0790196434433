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
        for index in self.answer.decisions.indices {
            var record = self.decisionRecord(self.answer.decisions[index], of: exchange, peer: peer)
            if self.answer.originalPath.isEmpty {
                record.setPath(bytes.extracting(head.path.offsets))
                record.host = InlineText(bytes.extracting(head.host.offsets))
            }
            if let agent = fields.firstIndex(of: .userAgent) {
                record.userAgent = InlineText(bytes.extracting(fields[agent].value.offsets))
            }
            self.append(record, self.answer.decisions[index])
        }
        self.count(exchange)
    }

    /// Records a request whose head is gone, or was never whole.
    func record(_ exchange: VerifyExchange, peer: IPAddress?) {
        for index in self.answer.decisions.indices {
            let record = self.decisionRecord(self.answer.decisions[index], of: exchange, peer: peer)
            self.append(record, self.answer.decisions[index])
        }
        self.count(exchange)
    }

    private func decisionRecord(
        _ decision: VerifyDecision, of exchange: VerifyExchange, peer: IPAddress?
    ) -> DecisionRecord {
        var record = DecisionRecord(
            requestID: decision.requestID, at: exchange.at, method: decision.method ?? exchange.method,
            address: decision.address ?? peer ?? IPAddress(ipv4: 0))
        record.status = self.answer.status
        record.reason = decision.reason
        if let reason = decision.reason { record.flags = reason.exchangeFlags }
        record.surface = decision.entrance.surface
        record.protocolVersion = exchange.protocolVersion
        record.isFirstUse = decision.isFirstUse
        if let key = decision.key {
            record.keyID = key.keyID
            record.keyVersion = key.versionNumber
            record.ownerID = key.ownerID
        }
        if decision.route >= 0 {
            let labels = self.gateway.plan.labels[decision.route]
            record.route = labels.name
            record.routeTemplate = labels.template
        }
        // What a proxy asks about is told as the gateway would tell it.
        let (host, path) = (self.answer.originalHost, self.answer.originalPath)
        if !path.isEmpty {
            record.setPath(path.span)
            record.host = InlineText(host)
        }
        if let environment = self.environment(of: decision) {
            let name = environment.name
            record.environment = InlineText(name.utf8Span.span)
        }
        if let limit = decision.limit { record.setLimit(limit) }
        if let permission = decision.permission { record.permission = InlineText(permission) }
        record.bytesIn = exchange.bodyBytes
        record.durationNanoseconds = self.now &- exchange.beganAt
        record.overheadNanoseconds = record.durationNanoseconds
        return record
    }

    /// The environment that was decided in; `nil` when nobody got as far as that.
    private func environment(of decision: VerifyDecision) -> EnvironmentEntry? {
        let snapshot = self.gateway.pipeline.snapshot
        if decision.route >= 0 { return snapshot.environment(ofRoute: decision.route) }
        guard let index = (decision.caller ?? decision.key)?.environment, Int(index) < snapshot.environments.count
        else { return nil }
        return snapshot.environments[Int(index)]
    }

    private func append(_ record: DecisionRecord, _ decision: VerifyDecision) {
        let environment = (decision.caller ?? decision.key).map { $0.environment &+ 1 } ?? 0
        self.gateway.recorder.note(
            record, route: UInt16(truncatingIfNeeded: decision.route + 1), environment: environment)
    }

    private func count(_ exchange: VerifyExchange) {
        let first = self.answer.decisions.first
        self.gateway.recorder.countAnswer(
            entrance: first?.entrance ?? .other, method: exchange.method, version: exchange.protocolVersion,
            status: self.answer.status, reason: self.answer.status >= 400 ? first?.reason : nil,
            nanoseconds: self.now &- exchange.beganAt)
    }
}

extension VerifyEntrance {
    /// What decision records and the metric of decisions call it.
    var surface: Surface {
        switch self {
        case .native, .batch, .unkey, .other: .verify
        case .forwardAuth: .forwardAuth
        case .extAuthz: .extAuthz
        }
    }
}
