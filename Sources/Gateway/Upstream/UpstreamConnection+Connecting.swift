import Polling

/// How a connection to an upstream comes about: one address after another, and the handshake where TLS is spoken.
extension UpstreamConnection {
    /// Waits until it is known where to. `end` is when connecting has taken too long, the wait included.
    func awaitAddress(until end: UInt64) { self.attempt = ConnectAttempt([], end: end) }

    /// Begins to connect to one of the addresses, one after another within the time.
    func connect(to addresses: [Endpoint]) {
        // The time is this connection's own: who was there first with its number may have asked for the name before.
        self.attempt = self.attempt.map { ConnectAttempt(addresses, end: $0.end) }
        self.tryNextAddress()
    }

    private func tryNextAddress() {
        self.stream.close()
        while let address = self.attempt?.next(at: self.loop.clock.monotonic) {
            do throws(SystemError) {
                let socket = try StreamSocket(connectingTo: address)
                self.remote = address
                return try self.stream.open(socket, on: self.loop.poller, for: .writable, target: self)
            } catch {
                self.lacksDescriptor = error.isOutOfDescriptors
                if self.lacksDescriptor { break }
            }
        }
        self.loop.connectFailed(self)
    }

    /// No address is left, or no time.
    func giveUp() {
        guard self.attempt.take() != nil else { return }
        self.stream.close()
        self.pool.connectFailed(self)
    }

    /// The connection is there, or is not. Where TLS is spoken, the handshake comes next, in the same time.
    func connectionDecided() {
        guard self.stream.connectionError == 0 else { return self.tryNextAddress() }
        self.stream.watchOutput(false)
        self.stream.watchInput(true)
        guard self.pool.security != nil else { return self.opened() }
        guard let layer = self.pool.layer() else { return self.tryNextAddress() }
        self.goOn(self.stream.greet(layer))
    }

    func shakeHands(_ readiness: Readiness) {
        self.goOn(self.stream.shakeHands(readiness, with: &self.loop.receiving))
    }

    private func goOn(_ progress: SocketStream.HandshakeProgress) {
        switch progress {
        case .underWay: break
        case .established:
            self.pool.security?.note(nil)
            self.opened()
        case .failed(let problem):
            if let problem { self.pool.security?.note(problem) }
            self.tryNextAddress()
        }
    }

    private func opened() {
        self.attempt = nil
        self.pool.opened(self)
    }

    /// Looks whether connecting takes too long.
    func checkDeadline(_ now: UInt64) {
        if let attempt = self.attempt, now >= attempt.deadline { self.tryNextAddress() }
    }
}
