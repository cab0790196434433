import Admission
import DecisionLog
import HTTPMachines
import NIOCore
import Routing

/// From a request for WebSocket to the upstream's agreement (RFC 6455, 4).
extension DownstreamConnection {
    /// Reads what the request wants to switch to: WebSocket, on a route that takes it. Anything else is refused.
    ///
    /// - Returns: whether the request is judged further.
    func readOffer(_ span: Span<UInt8>, on match: RouteMatch) -> Bool {
        guard case .route(let index) = match, let times = self.plan.forwarding[index].webSocket,
            WebSocketOffer.isAsked(for: self.fields, of: span)
        else {
            self.refuse(Refusal(.upgradeNotSupported))
            return false
        }
        do throws(WebSocketFault) {
            let offer = try WebSocketOffer(self.head, self.fields, of: span)
            self.webSocket = WebSocketExchange(offer, times: times, rules: self.plan.rules[index])
            return true
        } catch {
            self.record.note(route: index, self.plan.labels[index])
            let reason: Reason = error == .versionUnsupported ? .webSocketVersionNotSupported : .requestMalformed
            self.refuse(
                Refusal(reason), hasBody: self.head.hasBody, keepAlive: self.head.keepAlive, detail: error.detail)
            return false
        }
    }

    /// The upstream has answered 101.
    ///
    /// - Returns: whether it has switched to what was asked for.
    func protocolSwitched(_ head: ResponseHead, _ fields: borrowing FieldTable, of span: Span<UInt8>) -> Bool {
        guard let webSocket = self.webSocket,
            let agreement = WebSocketAgreement(head, fields, of: span, to: webSocket.offer)
        else { return false }
        guard case .passOn = self.machine.protocolSwitched() else {
            self.failConnection()
            return true
        }
        let now = self.loop.clock.monotonic
        self.tries.answered()
        if let pool = self.pool { self.destination?.answered(pool, head.status) }
        self.record.decision.status = head.status
        self.record.answeredAt = now
        if let outbound = self.outbound.take() { self.loop.buffers.put(outbound) }
        self.fields.releaseStorage()
        var text = self.loop.emptyText()
        text.write("HTTP/1.1 101 Switching Protocols\r\n")
        self.writeFields(fields, of: span, dropping: KnownFieldSet(.webSocket, .contentLength), to: &text)
        webSocket.offer.write(agreement, to: &text)
        self.writeOwnFields(to: &text)
        text.write("\r\n")
        self.appendToResponse(text)
        webSocket.tunnel = TunnelMachine(idleTimeout: webSocket.times.idle, maximumAge: webSocket.times.age, now: now)
        webSocket.looksAt = now &+ WebSocketExchange.lookInterval
        self.deadline = .max
        self.loop.recorder.count(1, .opened, ofRoute: self.record.series)
        return true
    }
}
