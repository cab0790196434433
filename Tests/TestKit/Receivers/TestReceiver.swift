import Dispatch
import Glibc
import Synchronization

/// A TCP server on a loopback port that does with each connection what a test says, on a thread of its own. Stopping it and
/// making another on the same port is the restart of a receiver.
package final class TestReceiver: Sendable {
    /// What a test says: takes the connection's descriptor, which is closed afterwards unless it says `keepOpen`.
    package typealias Handler = @Sendable (CInt) -> AfterCare

    package enum AfterCare: Sendable {
        case close
        /// The connection stays as it is until the receiver stops.
        case keepOpen
    }

    package let port: UInt16
    private let listener: CInt
    private let open = Mutex<Set<CInt>>([])
    private let isStopped = Atomic(false)

    package init?(port: UInt16 = 0, _ handler: @escaping Handler) {
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        var yes: CInt = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<CInt>.size))
        // A small window makes a receiver that does not read felt early.
        var window: CInt = 4096
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &window, socklen_t(MemoryLayout<CInt>.size))
        guard descriptor >= 0, let bound = Loopback.bind(descriptor, port), listen(descriptor, 64) == 0 else {
            return nil
        }
        self.listener = descriptor
        self.port = bound
        DispatchQueue(label: "receiver").async { self.accept(handler) }
    }

    /// Ends the listener and every connection, as the end of its process would.
    package func stop() {
        self.isStopped.store(true, ordering: .releasing)
        shutdown(self.listener, CInt(SHUT_RDWR))
        for connection in self.open.withLock(\.self) { shutdown(connection, CInt(SHUT_RDWR)) }
    }

    private func accept(_ handler: @escaping Handler) {
        while !self.isStopped.load(ordering: .acquiring) {
            let connection = Int32(uninterrupted { Int(Glibc.accept(self.listener, nil, nil)) })
            guard connection >= 0 else { continue }
            self.open.withLock { _ = $0.insert(connection) }
            DispatchQueue(label: "connection").async {
                guard handler(connection) == .close else { return }
                self.open.withLock { _ = $0.remove(connection) }
                close(connection)
            }
        }
        close(self.listener)
    }
}

/// Loopback addresses for sockets of tests.
package enum Loopback {
    /// Binds the socket to 127.0.0.1 and says to which port; `nil` when that fails.
    package static func bind(_ descriptor: CInt, _ port: UInt16) -> UInt16? {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                guard Glibc.bind(descriptor, generic, length) == 0, getsockname(descriptor, generic, &length) == 0
                else { return nil }
                return UInt16(bigEndian: pointer.pointee.sin_port)
            }
        }
    }
}
