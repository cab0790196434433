import Polling

/// What the edge asks of the connections of a loop.
extension GatewayLoop {
    /// Connections looked at for one that can make room.
    private static let evictionReach: UInt32 = 256
    /// Memory that a connection has to hold to be worth resetting, largest first.
    private static let sheddingSteps = [131_072, 65_536, 16_384, 1]

    /// Whether another connection may come in.
    var hasRoom: Bool {
        !self.isEnding && self.connectionCount + self.edge.arrivingCount < self.plan.connectionsPerLoop
    }

    /// Closes a connection that waits between two requests, for one that has come now: who keeps connections open for
    /// nothing must not keep others out.
    ///
    /// - Returns: whether there was one nearby.
    func evictIdle() -> Bool {
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

    /// Resets connections that hold much until less lies in buffers. Those hold much whose client, or upstream, does not
    /// take what it is sent.
    func shedBuffers() {
        guard self.edge.isOverBuffered else { return }
        for least in Self.sheddingSteps {
            for number in self.connectionNumbers where !self.edge.hasBufferRoom {
                guard let connection = self.connection(number), connection.heldMemory >= least else { continue }
                self.edge.count(.buffersFull)
                connection.reset()
            }
        }
    }
}
