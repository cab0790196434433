import HTTPMachines
import Keys
import Polling

/// A connection from a trusted proxy before it has said whose it is: reads the header of the PROXY protocol and not a byte
/// more, so that TLS and HTTP find what comes behind it where they look for it.
///
/// The bytes are looked at where they lie in the kernel; what is known to be the header's is then taken.
final class ArrivingConnection: PollTarget {
    static let mostBytes = ProxyHeaderParser.longest

    private let edge: LoopEdge
    private let loop: GatewayLoop
    private let peer: Endpoint
    /// Given by the edge; `.max` before.
    var number = UInt32.max
    private var watched: WatchedSocket
    private let deadline: MonotonicNanoseconds
    /// What has come of the header and has been taken.
    private var header: [UInt8] = []

    init(edge: LoopEdge, loop: GatewayLoop, from peer: Endpoint) {
        self.edge = edge
        self.loop = loop
        self.peer = peer
        self.watched = WatchedSocket(on: loop.poller)
        self.deadline = loop.clock.monotonic &+ edge.plan.proxyHeaderTimeout
    }

    /// Takes the socket.
    ///
    /// - Returns: whether it can be watched.
    func open(_ socket: consuming StreamSocket) -> Bool {
        self.watched.open(socket, for: self)
    }

    func ready(_ readiness: Readiness) {
        self.loop.clock.read()
        let room = self.edge.headerRoom[..<(Self.mostBytes - self.header.count)]
        switch self.watched.socket.peek(into: UnsafeMutableRawBufferPointer(rebasing: room)) {
        case .wouldBlock: if readiness.isOver { self.close() }
        case .ended, .failed: self.close()
        case .moved(let count): self.read(self.edge.headerRoom[..<count])
        }
    }

    private func read(_ bytes: Slice<UnsafeMutableRawBufferPointer>) {
        let before = self.header.count
        self.header += bytes
        let header = self.header
        switch ProxyHeaderParser.parse(header.span) {
        case .refused: self.refuse(.proxyMalformed)
        case .incomplete: if !self.take(bytes.count) { self.refuse(.proxyMalformed) }
        case .complete(let header, let count):
            guard count > before, self.take(count - before) else { return self.refuse(.proxyMalformed) }
            self.pass(header)
        }
    }

    /// Takes bytes that have been looked at out of the kernel.
    private func take(_ count: Int) -> Bool {
        let room = UnsafeMutableRawBufferPointer(rebasing: self.edge.headerRoom[..<count])
        guard case .moved(count) = self.watched.socket.receive(into: room) else { return false }
        return true
    }

    /// It is known whose it is.
    private func pass(_ header: ProxyHeader) {
        let socket = self.release()
        switch header {
        case .peerItself: self.edge.take(socket, from: self.peer, on: self.loop)
        case .client(let address, let port): self.edge.take(socket, from: .ip(address, port: port), on: self.loop)
        }
    }

    private func refuse(_ protection: Protection) { self.edge.turnAway(self.release(), protection) }

    /// Lets go of the socket, which is watched by nobody then.
    private func release() -> StreamSocket {
        if self.number != .max { self.edge.arrived(self.number) }
        self.number = .max
        return self.watched.release()
    }

    func checkDeadline(_ now: MonotonicNanoseconds) {
        if now >= self.deadline { self.refuse(.proxySlow) }
    }

    /// Closes without a word, as a health check that only connects does.
    func close() { _ = self.release() }
}
