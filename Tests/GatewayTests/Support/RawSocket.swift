import Glibc
import TestKit

/// A blocking TCP socket of a test: sends bytes as they are and reads what comes, with a deadline on every wait.
final class RawSocket: Sendable {
    let descriptor: Int32

    init(adopting descriptor: Int32) {
        self.descriptor = descriptor
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Connects to a loopback port. `receiveBuffer` makes a slow reader: the kernel holds no more than about that. `host`
    /// makes it come from 127.0.0.host.
    convenience init(port: Int, receiveBuffer: Int32? = nil, host: UInt8 = 1) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if host != 1 { Self.bind(descriptor, host) }
        if var size = receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = Self.loopback(port)
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        self.init(adopting: descriptor)
    }

    /// Connects to a Unix socket.
    convenience init(path: String) {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8.prefix($0.count - 1))) }
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        self.init(adopting: descriptor)
    }

    deinit { close(self.descriptor) }

    /// Sends everything; `false` when the peer is gone.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { rest in
                uninterrupted { Glibc.send(self.descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL)) }
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    @discardableResult
    func send(_ text: String) -> Bool { self.send(Array(text.utf8)) }

    /// What comes next, at most `limit` bytes; empty when the peer has closed, `nil` when it reset or kept silent.
    func receive(limit: Int = 65_536) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = uninterrupted { recv(self.descriptor, &bytes, limit, 0) }
        guard count >= 0 else { return nil }
        return Array(bytes[..<count])
    }

    /// Everything until the peer closes.
    func receiveAll() -> [UInt8] {
        var all: [UInt8] = []
        while let bytes = self.receive(), !bytes.isEmpty { all += bytes }
        return all
    }

    func finishSending() { shutdown(self.descriptor, Int32(SHUT_WR)) }

    /// Ends the connection with a reset, so that the other side learns of it even when it does not read.
    func reset() {
        // Dissolving the association is what sends the reset; a shutdown would end the connection in order.
        var nobody = sockaddr()
        nobody.sa_family = sa_family_t(AF_UNSPEC)
        connect(self.descriptor, &nobody, socklen_t(MemoryLayout<sockaddr>.size))
    }

    private static func bind(_ descriptor: Int32, _ host: UInt8) {
        var address = Self.loopback(0)
        address.sin_addr.s_addr = (UInt32(0x7f00_0000) | UInt32(host)).bigEndian
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = Glibc.bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    static func loopback(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return address
    }
}

extension RawSocket {
    /// Whether something can be sent within so many milliseconds.
    func canSend(within milliseconds: Int32) -> Bool {
        var entry = pollfd(fd: self.descriptor, events: Int16(POLLOUT), revents: 0)
        return uninterrupted { Int(poll(&entry, 1, milliseconds)) } > 0
    }

    /// Whether bytes or a close come within so many milliseconds.
    func hasAnswer(within milliseconds: Int32) -> Bool {
        var entry = pollfd(fd: self.descriptor, events: Int16(POLLIN), revents: 0)
        return uninterrupted { Int(poll(&entry, 1, milliseconds)) } > 0
    }
}

extension RawSocket {
    /// Everything up to the text, which is part of it; less when the peer closes before.
    func receiveUntil(_ text: String) -> [UInt8] {
        let end = Array(text.utf8)
        var all: [UInt8] = []
        while !all.suffix(end.count).elementsEqual(end), let byte = self.receive(limit: 1)?.first { all.append(byte) }
        return all
    }
}
