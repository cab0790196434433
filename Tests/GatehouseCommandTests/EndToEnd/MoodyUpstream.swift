import Foundation
import Synchronization
import TestKit
import Testing

/// An upstream that answers as quickly and as well as it is told to, one request a connection.
final class MoodyUpstream: Sendable {
    enum Mood: String, CaseIterable, Sendable {
        case quick
        /// Takes 300 ms for each answer.
        case slow
        /// Answers 503.
        case failing
    }

    let port: Int
    private let descriptor: Int32
    private let mood = Mutex(Mood.quick)

    init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr = in_addr(s_addr: UInt32(0x7f00_0001).bigEndian)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && listen(descriptor, 256) == 0
                    && getsockname(descriptor, $0, &size) == 0
            }
        }
        try #require(bound)
        self.descriptor = descriptor
        self.port = Int(UInt16(bigEndian: address.sin_port))
        Thread { [descriptor, weak self] in
            while true {
                let connection = Int32(uninterrupted { Int(accept(descriptor, nil, nil)) })
                guard connection >= 0 else { return }
                let mood = self?.mood.withLock { $0 } ?? .quick
                Thread { Self.serve(connection, mood) }.start()
            }
        }.start()
    }

    deinit {
        shutdown(self.descriptor, Int32(SHUT_RDWR))
        close(self.descriptor)
    }

    func become(_ mood: Mood) { self.mood.withLock { $0 = mood } }

    private static func serve(_ connection: Int32, _ mood: Mood) {
        defer { close(connection) }
        var seen: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while !seen.suffix(4).elementsEqual("\r\n\r\n".utf8) {
            let count = uninterrupted { recv(connection, &chunk, chunk.count, 0) }
            guard count > 0, seen.count < 65_536 else { return }
            seen += chunk.prefix(count)
        }
        if mood == .slow { _ = poll(nil, 0, 300) }
        let line = mood == .failing ? "503 Service Unavailable" : "200 OK"
        let answer = Array("HTTP/1.1 \(line)\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok".utf8)
        _ = send(connection, answer, answer.count, Int32(MSG_NOSIGNAL))
    }
}
