import Foundation
import Synchronization
import TestKit
import Testing

@testable import gatehouse

/// An admin API of canned answers on a Unix socket, one request a connection. It records what it was asked.
final class FakeAdminAPI: Sendable {
    struct Answer: Sendable {
        var status = 200
        var body: String
    }

    struct Exchange: Sendable {
        let method: String
        let target: String
        let head: String
        let body: JSONValue?

        var line: String { self.method + " " + self.target }
    }

    let path: String
    private let descriptor: Int32
    private let answers: [String: Answer]
    private let exchanges = Mutex<[Exchange]>([])

    /// Answers are found by `METHOD /target`: first the exact target is looked up, then the path alone.
    init(_ answers: [String: Answer]) throws {
        self.path = "/tmp/gatehouse-\(UUID().uuidString.prefix(12)).sock"
        self.answers = answers
        self.descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: self.path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(self.descriptor, $0, size) }
        }
        try #require(bound == 0 && listen(self.descriptor, 64) == 0)
        let thread = Thread { self.serve() }
        thread.start()
    }

    deinit { unlink(self.path) }

    /// What has been asked so far.
    var asked: [Exchange] { self.exchanges.withLock { $0 } }

    func stop() {
        shutdown(self.descriptor, Int32(SHUT_RDWR))
        unlink(self.path)
    }

    private func serve() {
        while true {
            let connection = Int32(uninterrupted { Int(accept(self.descriptor, nil, nil)) })
            guard connection >= 0 else {
                close(self.descriptor)
                return
            }
            if let exchange = Self.read(connection) {
                self.exchanges.withLock { $0.append(exchange) }
                Self.write(self.answer(exchange), to: connection)
            }
            close(connection)
        }
    }

    private func answer(_ exchange: Exchange) -> Answer {
        let path = exchange.line.split(separator: "?")[0]
        let missing = Answer(status: 404, body: #"{"code":"not_found","detail":"no \#(exchange.line)"}"#)
        return self.answers[exchange.line] ?? self.answers[String(path)] ?? missing
    }

    private static func read(_ connection: Int32) -> Exchange? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = text.firstRange(of: "\r\n\r\n") {
                let head = String(text[..<end.lowerBound])
                let body = text[end.upperBound...]
                let length =
                    head.split(separator: "\r\n").lazy
                    .compactMap { line -> Int? in
                        guard line.lowercased().hasPrefix("content-length:") else { return nil }
                        return Int(line.dropFirst(15).trimmingCharacters(in: .whitespaces))
                    }.first ?? 0
                if body.utf8.count >= length {
                    let words = head.split(separator: " ")
                    guard words.count > 2 else { return nil }
                    return Exchange(
                        method: String(words[0]), target: String(words[1].dropFirst(3)), head: head,
                        body: JSONValue(parsing: Array(body.utf8)))
                }
            }
            let count = uninterrupted { Foundation.read(connection, &chunk, chunk.count) }
            guard count > 0 else { return nil }
            bytes += chunk.prefix(count)
        }
    }

    private static func write(_ answer: Answer, to connection: Int32) {
        let head =
            "HTTP/1.1 \(answer.status) Answer\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(answer.body.utf8.count)\r\nConnection: close\r\n\r\n"
        let bytes = Array((head + answer.body).utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { Foundation.write(connection, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            sent += count
        }
    }
}
