import NIOCore

/// Requests that a client sends without waiting for the answers before: however many come together, they are answered as far
/// as the client takes what it gets, and others have their turn in between.
extension DownstreamConnection {
    /// Requests gone through at once.
    private static let mostRequestsAtOnce = 64

    /// Whether the next request waits. Then the connection goes on when its answers are out, or after others had their turn.
    func pauses(before requests: inout Int) -> Bool {
        requests += 1
        let isBehind = !self.stream.isWritable || self.response?.readableBytes ?? 0 >= SocketStream.highWater
        guard isBehind || requests > Self.mostRequestsAtOnce else { return false }
        self.isPaused = true
        if !isBehind { self.loop.pause(self.number) }
        return true
    }

    /// Others have had their turn.
    func goOn() {
        guard self.isPaused else { return }
        self.process()
        self.resumeReading()
    }
}
