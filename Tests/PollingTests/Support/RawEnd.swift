import Glibc
import TestKit

/// The other end of a connection: blocks, and belongs to the test.
final class RawEnd {
    let descriptor: CInt

    init(adopting descriptor: CInt) {
        self.descriptor = descriptor
        // A test that waits for ever says less than one that fails.
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    /// Connects to a port of 127.0.0.1.
    convenience init(port: Int) {
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(clamping: port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        self.init(adopting: descriptor)
    }

    deinit { close(self.descriptor) }

    func send(_ bytes: [UInt8]) { _ = Glibc.send(self.descriptor, bytes, bytes.count, CInt(MSG_NOSIGNAL)) }

    /// What comes next; empty at the end, `nil` when nothing comes.
    func receive() -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = uninterrupted { recv(self.descriptor, &bytes, bytes.count, 0) }
        return count >= 0 ? Array(bytes[..<count]) : nil
    }

    /// Whether anything, the end included, is there now.
    var hasSomething: Bool {
        var entry = pollfd(fd: self.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, 0) > 0
    }

    /// Reads no more and sends no more.
    func shutDown() { shutdown(self.descriptor, CInt(SHUT_RDWR)) }
}
