import Foundation
import Glibc
import TestKit

/// One keep-alive connection that sends a request and waits for the answer, on a thread of its own: what it measures is
/// not disturbed by any scheduler of ours.
struct BlockingClient: ~Copyable {
    private let descriptor: Int32
    private var received: [UInt8] = []

    /// Connects to loopback; `nil` when nobody listens.
    init?(port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(truncatingIfNeeded: port)).bigEndian
        address.sin_addr = in_addr(s_addr: UInt32(0x7f00_0001).bigEndian)
        let outcome = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard outcome == 0 else {
            close(descriptor)
            return nil
        }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        self.descriptor = descriptor
    }

    deinit { close(self.descriptor) }

    /// Sends the bytes of a request and reads one answer with a `Content-Length` or in chunks.
    ///
    /// - Returns: the status; `nil` when the connection ended first.
    mutating func exchange(_ request: [UInt8]) -> Int? {
        guard send(self.descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
            return nil
        }
        while true {
            if let end = Self.end(of: self.received) {
                let status = Self.status(self.received)
                self.received.removeFirst(end)
                return status
            }
            guard self.receive() else { return nil }
        }
    }

    private mutating func receive() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = uninterrupted { recv(self.descriptor, &buffer, buffer.count, 0) }
        guard count > 0 else { return false }
        self.received += buffer[..<count]
        return true
    }

    private static func status(_ bytes: [UInt8]) -> Int? {
        guard bytes.count > 12 else { return nil }
        return Int(String(decoding: bytes[9..<12], as: UTF8.self))
    }

    /// Where the first answer ends; `nil` while it is not complete.
    private static func end(of bytes: [UInt8]) -> Int? {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let head = text.range(of: "\r\n\r\n") else { return nil }
        let headBytes = text[..<head.upperBound].utf8.count
        let fields = text[..<head.lowerBound].lowercased()
        if fields.contains("transfer-encoding: chunked") {
            guard let last = text[head.lowerBound...].range(of: "\r\n0\r\n\r\n") else { return nil }
            return text[..<last.upperBound].utf8.count
        }
        guard let field = fields.range(of: "content-length: ") else { return headBytes }
        let length = Int(fields[field.upperBound...].prefix { $0.isNumber }) ?? 0
        return bytes.count >= headBytes + length ? headBytes + length : nil
    }
}
