import Admission
import DecisionLog
import HTTPMachines
import Keys
import NIOCore

/// When a WebSocket is cut: its key, its route, its times, or the gateway.
extension DownstreamConnection {
    /// Time has passed for a WebSocket.
    func checkSocket(_ webSocket: WebSocketExchange, _ now: MonotonicNanoseconds) {
        guard self.machine.isSwitched else {
            // It is over, and its client does not take what is left, or does not close.
            if now >= webSocket.closesAt { return self.reset() }
            if now >= self.deadline { self.abort() }
            return
        }
        if self.loop.takeFarewell() { return self.cut(webSocket, .shutdown) }
        if let limit = webSocket.tunnel?.limitPassed(at: now) {
            guard webSocket.tunnel?.endedFirst == nil else {
                self.endSocket()
                return self.settle()
            }
            return self.cut(webSocket, limit == .idle ? .idle : .age)
        }
        guard now >= webSocket.looksAt else { return }
        webSocket.looksAt = now &+ WebSocketExchange.lookInterval
        self.judgeSocket(webSocket)
    }

    /// Cuts a WebSocket that would no longer be admitted on its route, with its key or without one: at a publication, and now
    /// and then.
    func judgeSocket(_ webSocket: WebSocketExchange) {
        guard self.findRoute(of: webSocket) else { return self.cut(webSocket, .route) }
        let key = self.admitted?.key
        guard let reason = self.loop.pipeline.objection(to: key, self.standingRequest, on: webSocket.rules) else {
            return
        }
        self.record.decision.reason = reason
        self.record.decision.flags.formUnion(reason.exchangeFlags)
        self.cut(webSocket, .key)
    }

    /// Whether the route is there, takes WebSockets, and leads where this one goes: by name, because a position may be another
    /// route's by now.
    private func findRoute(of webSocket: WebSocketExchange) -> Bool {
        let plan = self.loop.plan
        let known = webSocket.rules.index
        if known < plan.rules.count, plan.rules[known] === webSocket.rules { return true }
        guard let index = plan.rules.firstIndex(where: { $0.name == webSocket.rules.name }),
            plan.forwarding[index].webSocket != nil, let position = plan.upstreams[index],
            plan.destinations[position].configuration.name == self.destination?.configuration.name
        else { return false }
        webSocket.rules = plan.rules[index]
        return true
    }

    /// Ends a WebSocket: nothing more passes in either direction. Between two frames the client is told why; in the middle of
    /// one it could not be told from that frame, and the connection just closes. The upstream's closes without a word: only a
    /// client's masked frame could say something there.
    func cut(_ webSocket: WebSocketExchange, _ end: SocketEnd) {
        webSocket.endIfOpen(end)
        if end == .idle { self.record.decision.flags.insert(.idle) }
        self.leaveSocket()
        webSocket.closesAt = self.loop.clock.monotonic &+ WebSocketExchange.farewellTimeout
        if webSocket.frames.isBetweenFrames, !webSocket.frames.hasClosed, let frame = end.farewell {
            var buffer = self.response.take() ?? self.loop.buffers.take()
            buffer.writeBytes(frame.bytes)
            self.response = buffer
        }
        self.discardInput()
        self.end(.close)
        self.settle()
    }
}

extension SocketEnd {
    private static let keyFarewell = CloseFrame(.policyViolation, "the API key is no longer accepted here")
    private static let idleFarewell = CloseFrame(.policyViolation, "nothing has passed for too long")
    private static let ageFarewell = CloseFrame(.goingAway, "open for as long as it may be")
    private static let routeFarewell = CloseFrame(.goingAway, "the route is no longer there")
    private static let shutdownFarewell = CloseFrame(.goingAway, "the gateway is shutting down")

    /// What the client is told; `nil` where nobody is there to be told, or somebody else has told it.
    fileprivate var farewell: CloseFrame? {
        switch self {
        case .key: Self.keyFarewell
        case .idle: Self.idleFarewell
        case .age: Self.ageFarewell
        case .route: Self.routeFarewell
        case .shutdown: Self.shutdownFarewell
        case .client, .upstream, .protection: nil
        }
    }
}
