import Glibc

/// A datagram socket that knows where it sends to: never blocks, closes when it goes.
package struct DatagramSocket: ~Copyable {
    package let descriptor: CInt

    package init(sendingTo address: Endpoint) throws(SystemError) {
        let kind = CInt(SOCK_DGRAM.rawValue) | CInt(SOCK_NONBLOCK.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        self.descriptor = socket(address.family, kind, 0)
        guard self.descriptor >= 0 else { throw SystemError.last("socket") }
        let descriptor = self.descriptor
        guard address.withSystemAddress({ connect(descriptor, $0, $1) }) == 0 else { throw SystemError.last("connect") }
    }

    deinit { if self.descriptor >= 0 { close(self.descriptor) } }

    /// Sends one datagram, whole or not at all.
    package borrowing func send(_ bytes: UnsafeRawBufferPointer) -> StreamSocket.Transfer {
        let count = Glibc.send(self.descriptor, bytes.baseAddress, bytes.count, CInt(MSG_DONTWAIT | MSG_NOSIGNAL))
        if count >= 0 { return .moved(count) }
        let code = errno
        return code == EAGAIN || code == EINTR || code == ENOBUFS ? .wouldBlock : .failed(code)
    }
}
