import NIOCore
import Polling

extension SocketStream {
    /// What has become of a handshake that we began.
    enum HandshakeProgress {
        case underWay
        case established
        /// With what was wrong with the other side's certificate, when it was that.
        case failed(String?)
    }

    /// Says hello to a server.
    mutating func greet(_ layer: TLSLayer) -> HandshakeProgress {
        self.secure(layer)
        guard self.sayHello() else { return .failed(nil) }
        return self.sendHandshake()
    }

    /// Goes on with what the server says. Whatever it says behind the handshake, nobody has asked it yet.
    mutating func shakeHands(_ readiness: Readiness, with receiving: inout ReceiveBuffer) -> HandshakeProgress {
        guard readiness.isReadable || readiness.isOver else { return self.sendHandshake() }
        var buffer = receiving.take()
        defer { receiving.put(&buffer) }
        switch self.receive(into: &buffer) {
        case .nothing: return self.sendHandshake()
        case .bytes, .ended, .cut, .failed: return .failed(self.problem)
        }
    }

    /// Sends what the handshake has to say.
    private mutating func sendHandshake() -> HandshakeProgress {
        if case .failed = self.drain() { return .failed(nil) }
        return self.isEstablished ? .established : .underWay
    }
}
