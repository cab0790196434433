import Foundation
import TestKit
import Testing

@testable import gatehouse

/// One answer, read from a plain socket: nothing between the test and the bytes.
struct GatewayAnswer {
    let status: Int
    /// By lower-case name.
    let fields: [String: String]
    let body: String

    var document: JSONValue? { JSONValue(parsing: Array(self.body.utf8)) }
    var code: String? { self.document?["code"]?.string }
    var requestID: String { self.fields["x-request-id"] ?? "" }

    /// Sends one request to loopback and reads until the other side closes.
    init(port: Int, _ method: String, _ path: String, fields: [String: String] = [:], body: String = "") throws {
        let lines =
            ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: close"]
            + (body.isEmpty ? [] : ["Content-Length: \(body.utf8.count)"]) + fields.map { "\($0): \($1)" }
        let answer = try Self.exchange(Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8), port)
        let text = String(decoding: answer, as: UTF8.self)
        let end = try #require(text.range(of: "\r\n\r\n"), "no head in \(text)")
        let head = text[..<end.lowerBound].split(separator: "\r\n")
        self.status = try #require(Int(head[0].split(separator: " ")[1]))
        self.fields = head.dropFirst().reduce(into: [:]) { fields, line in
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            fields[parts[0].lowercased()] = parts.count > 1 ? parts[1] : ""
        }
        self.body = String(text[end.upperBound...])
    }

    private static func exchange(_ request: [UInt8], _ port: Int) throws -> [UInt8] {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(truncatingIfNeeded: port)).bigEndian
        address.sin_addr = in_addr(s_addr: UInt32(0x7f00_0001).bigEndian)
        let outcome = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(outcome == 0, "nobody listens on \(port)")
        try #require(send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count)
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while answer.count < 1_000_000 {
            let count = uninterrupted { recv(descriptor, &chunk, chunk.count, 0) }
            guard count > 0 else { break }
            answer += chunk.prefix(count)
        }
        return answer
    }
}
