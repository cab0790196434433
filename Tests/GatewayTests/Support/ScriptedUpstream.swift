import Foundation
import Glibc
import Synchronization

/// An upstream whose every connection runs a script on a thread of its own.
final class ScriptedUpstream: Sendable {
    let port: Int
    private let listener: Int32

    /// - Parameter script: gets each connection with its number, counting from 0.
    init(_ script: @escaping @Sendable (RawSocket, Int) -> Void) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var on: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = RawSocket.loopback(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(listener, $0, length)
                _ = listen(listener, 1_024)
                _ = getsockname(listener, $0, &length)
            }
        }
        self.listener = listener
        self.port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread {
            var number = 0
            // The thread that accepts is the one that closes: the number of a closed descriptor is soon another test's.
            defer { close(listener) }
            while true {
                let descriptor = accept(listener, nil, nil)
                if descriptor < 0, errno == ECONNABORTED || errno == EINTR { continue }
                guard descriptor >= 0 else { return }
                let connection = RawSocket(adopting: descriptor)
                let index = number
                number += 1
                Thread.detachNewThread { script(connection, index) }
            }
        }
    }

    deinit { shutdown(self.listener, Int32(SHUT_RDWR)) }
}

extension RawSocket {
    /// Reads one message: its head and, by Content-Length or chunks, its body. `nil` when the peer closed before.
    func receiveMessage(answersHead: Bool = false) -> Message? { Message(from: self, answersHead: answersHead) }
}

extension ScriptedUpstream {
    /// What scripts have received.
    final class Log: Sendable {
        private let messages = Mutex<[Message]>([])

        func add(_ message: Message) { self.messages.withLock { $0.append(message) } }

        var all: [Message] { self.messages.withLock { $0 } }
    }
}

extension ScriptedUpstream {
    /// A whole answer with that text.
    static func answer(_ text: String, _ status: String = "200 OK") -> String {
        "HTTP/1.1 \(status)\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)"
    }
}
