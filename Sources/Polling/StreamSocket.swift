import Glibc

/// A connected socket, or one that is being connected: never blocks, closes when it goes.
package struct StreamSocket: ~Copyable {
    /// What became of a call.
    package enum Transfer {
        /// So many bytes, more than none.
        case moved(Int)
        /// None now.
        case wouldBlock
        /// The other side sends no more.
        case ended
        /// The connection has failed; `errno`.
        case failed(CInt)
    }

    package let descriptor: CInt

    init(adopting descriptor: CInt) { self.descriptor = descriptor }

    /// No socket.
    package init() { self.descriptor = -1 }

    deinit { if self.descriptor >= 0 { close(self.descriptor) } }

    /// Begins to connect; the socket becomes writable when it has, or has failed to.
    package init(connectingTo address: Endpoint) throws(SystemError) {
        let kind = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_NONBLOCK.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        self.descriptor = socket(address.family, kind, 0)
        guard self.descriptor >= 0 else { throw SystemError.last("socket") }
        let descriptor = self.descriptor
        let status = address.withSystemAddress { connect(descriptor, $0, $1) }
        guard status == 0 || errno == EINPROGRESS else { throw SystemError.last("connect") }
        self.sendAtOnce()
    }

    /// Small writes are not held back for more (TCP_NODELAY).
    private borrowing func sendAtOnce() { self.set(IPPROTO_TCP, TCP_NODELAY, 1) }

    /// Bytes that the kernel has taken and the other side has not acknowledged (SIOCOUTQ, which has the number of TIOCOUTQ);
    /// 0 where that cannot be told.
    package borrowing func unacknowledgedBytes() -> Int {
        var count: CInt = 0
        guard ioctl(self.descriptor, UInt(TIOCOUTQ), &count) == 0 else { return 0 }
        return max(Int(count), 0)
    }

    /// Why connecting failed; 0 when it did not.
    package borrowing func connectionError() -> CInt {
        var error: CInt = 0
        var length = socklen_t(MemoryLayout<CInt>.size)
        guard getsockopt(self.descriptor, SOL_SOCKET, SO_ERROR, &error, &length) == 0 else { return errno }
        return error
    }

    package borrowing func receive(into bytes: UnsafeMutableRawBufferPointer) -> Transfer {
        let count = recv(self.descriptor, bytes.baseAddress, bytes.count, CInt(MSG_DONTWAIT))
        if count > 0 { return .moved(count) }
        return count == 0 ? .ended : Self.failure()
    }

    /// Like `receive`, and leaves the bytes where they are.
    package borrowing func peek(into bytes: UnsafeMutableRawBufferPointer) -> Transfer {
        let count = recv(self.descriptor, bytes.baseAddress, bytes.count, CInt(MSG_DONTWAIT | MSG_PEEK))
        if count > 0 { return .moved(count) }
        return count == 0 ? .ended : Self.failure()
    }

    package borrowing func send(_ bytes: UnsafeRawBufferPointer) -> Transfer {
        let flags = CInt(MSG_DONTWAIT | MSG_NOSIGNAL)
        let count = Glibc.send(self.descriptor, bytes.baseAddress, bytes.count, flags)
        return count >= 0 ? .moved(count) : Self.failure()
    }

    /// Sends two pieces as if they were one.
    package borrowing func send(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> Transfer {
        let flags = CInt(MSG_DONTWAIT | MSG_NOSIGNAL)
        // The system does not write to what it sends.
        var pieces = (
            iovec(iov_base: UnsafeMutableRawPointer(mutating: first.baseAddress), iov_len: first.count),
            iovec(iov_base: UnsafeMutableRawPointer(mutating: second.baseAddress), iov_len: second.count)
        )
        let count = withUnsafeMutablePointer(to: &pieces) { pieces in
            pieces.withMemoryRebound(to: iovec.self, capacity: 2) { pieces in
                var message = msghdr()
                message.msg_iov = pieces
                message.msg_iovlen = 2
                return sendmsg(self.descriptor, &message, flags)
            }
        }
        return count >= 0 ? .moved(count) : Self.failure()
    }

    private static func failure() -> Transfer {
        let code = errno
        return code == EAGAIN || code == EINTR ? .wouldBlock : .failed(code)
    }

    /// Says that nothing more comes.
    package borrowing func closeOutput() { shutdown(self.descriptor, CInt(SHUT_WR)) }

    /// Has the close reset the connection, so that nobody takes it for an orderly end.
    package borrowing func resetOnClose() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(self.descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    private borrowing func set(_ level: some BinaryInteger, _ option: CInt, _ value: CInt) {
        var value = value
        setsockopt(self.descriptor, CInt(level), option, &value, socklen_t(MemoryLayout<CInt>.size))
    }
}
