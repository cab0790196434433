import Glibc

@testable import Polling

/// Two ends of a connection without a gateway: ours, to be taken, and the test's.
final class SocketEnds {
    private var ours: CInt
    private(set) var far: RawSocket?

    /// Over 127.0.0.1, for there a connection can be reset.
    init() {
        let listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        var address = RawSocket.loopback(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(listener, $0, length)
                _ = listen(listener, 1)
                _ = getsockname(listener, $0, &length)
            }
        }
        self.far = RawSocket(port: Int(UInt16(bigEndian: address.sin_port)))
        self.ours = accept(listener, nil, nil)
        close(listener)
        _ = fcntl(self.ours, F_SETFL, O_NONBLOCK)
    }

    deinit { if self.ours >= 0 { close(self.ours) } }

    /// Our end; once.
    func take() -> StreamSocket {
        defer { self.ours = -1 }
        return StreamSocket(adopting: self.ours)
    }

    /// The test's end goes.
    func loseFarEnd() { self.far = nil }
}
