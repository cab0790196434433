import Glibc
import TestKit
import Testing

/// A plain TCP connection to loopback, for what no HTTP client would do. Blocks: use it on a thread of its own.
final class RawConnection {
    private let descriptor: Int32

    init(port: Int) throws {
        self.descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(self.descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(truncatingIfNeeded: port)).bigEndian
        address.sin_addr = in_addr(s_addr: UInt32(0x7f00_0001).bigEndian)
        let outcome = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(self.descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(outcome == 0, "nobody listens on \(port)")
    }

    deinit { close(self.descriptor) }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.send(self.descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Everything until the other side closes; `nil` when it does not within 20 seconds.
    func untilClosed() -> String? {
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = uninterrupted { recv(self.descriptor, &chunk, chunk.count, 0) }
            if count < 0, errno != ECONNRESET { return nil }
            guard count > 0 else { return String(decoding: answer, as: UTF8.self) }
            answer += chunk.prefix(count)
        }
    }

    /// What is there next.
    func next() -> String {
        var chunk = [UInt8](repeating: 0, count: 16_384)
        let count = uninterrupted { recv(self.descriptor, &chunk, chunk.count, 0) }
        return String(decoding: chunk.prefix(max(count, 0)), as: UTF8.self)
    }
}
