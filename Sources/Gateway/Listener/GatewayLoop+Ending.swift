import Admission

/// How a loop comes to its end.
extension GatewayLoop {
    /// No request after those being answered. Calls back when no connection is left, which is at the latest after the
    /// configured time.
    func beginEnding(within limit: Duration? = nil, _ drained: @escaping @Sendable () -> Void) {
        self.clock.read()
        self.stopListening()
        self.isEnding = true
        self.endsAt = self.clock.monotonic &+ (limit ?? self.plan.configuration.shutdownTimeout).nanoseconds
        self.drained = drained
        self.edge.beginEnding()
        for number in self.connections.numbers { self.connections[number]?.beginEnding() }
        self.verify?.beginEnding()
        for upstream in self.upstreams { upstream.beginClosing() }
        self.finishEndingIfDrained()
    }

    /// Closes whatever is left.
    func end() {
        for number in self.connections.numbers { self.connections[number]?.breakOff() }
        self.verify?.end()
        self.edge.end()
        for upstream in self.upstreams + self.leaving { upstream.closeAll() }
        if let reader = self.reader { self.plan.admission.publication.remove(reader) }
        self.reader = nil
        self.verify = nil
        self.finishEndingIfDrained()
    }

    func finishEndingIfDrained() {
        guard self.isEnding, self.connections.count == 0, self.verify?.hasNoConnections ?? true,
            let drained = self.drained.take()
        else { return }
        drained()
    }
}
