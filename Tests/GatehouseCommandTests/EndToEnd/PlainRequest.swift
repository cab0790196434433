import Foundation
import TestKit

/// One request to loopback that may fail: nothing is recorded when nobody listens.
enum PlainRequest {
    /// Connects; `nil` when nobody listens.
    static func connected(port: Int) -> Int32? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        var patience = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(truncatingIfNeeded: port)).bigEndian
        address.sin_addr = in_addr(s_addr: UInt32(0x7f00_0001).bigEndian)
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    /// Whether a request with the token was answered with 200.
    static func isAdmitted(port: Int, token: String, path: String = "/hello") -> Bool {
        guard let descriptor = self.connected(port: port) else { return false }
        defer { close(descriptor) }
        let head = "GET \(path) HTTP/1.1\r\nHost: localhost\r\nX-API-Key: \(token)\r\nConnection: close\r\n\r\n"
        let request = Array(head.utf8)
        guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else { return false }
        var answer = [UInt8](repeating: 0, count: 12)
        return uninterrupted { recv(descriptor, &answer, 12, Int32(MSG_WAITALL)) } == 12
            && answer.elementsEqual("HTTP/1.1 200".utf8)
    }
}
