import Polling

/// What the edge asks of the connections of a loop.
extension GatewayLoop {
    /// Connections looked at for one that can make room.
    private static let evictionReach: UInt32 = 256

    /// Whether another connection may come in.
    var hasRoom: Bool {
        !self.isEnding && self.connectionCount + self.edge.arrivingCount < self.plan.connectionsPerLoop
    }

    /// Whether another connection may come in, perhaps in the place of one that waits for nothing.
    func makesRoom() -> Bool { self.hasRoom || !self.isEnding && self.evictIdle() }

    /// Closes a connection that waits between two requests, for one that has come now: who keeps connections open for
    /// nothing must not keep others out.
    ///
    /// - Returns: whether there was one nearby.
    private func evictIdle() -> Bool {
        let numbers = self.connectionNumbers
        guard !numbers.isEmpty else { return false }
        for _ in 0..<min(Self.evictionReach, numbers.upperBound) {
            self.evictionCursor = self.evictionCursor &+ 1 < numbers.upperBound ? self.evictionCursor &+ 1 : 0
            guard let connection = self.connection(self.evictionCursor), connection.isWaitingIdle else { continue }
            self.edge.count(.idleEvicted)
            connection.abort()
            return true
        }
        return false
    }

    /// Resets connections when too much lies in buffers: those whose client, or upstream, takes least of what it is sent.
    func shedBuffers() {
        switch self.edge.relief() {
        case .nothing: break
        case .trimShares: self.shed(downTo: nil)
        case .shed: self.shed(downTo: self.edge.pressure.target)
        }
    }

    private func shed(downTo target: Int?) {
        var holders: [BufferHolder] = []
        for number in self.connectionNumbers {
            guard let holder = self.connection(number)?.asBufferHolder else { continue }
            holders.append(holder)
        }
        let chosen = BufferHolder.chosen(
            from: holders, held: self.edge.bufferedBytes, target: target, share: self.edge.pressure.share)
        for number in chosen {
            self.edge.count(.buffersFull)
            self.connection(number)?.reset()
        }
    }
}
