import Synchronization
import TestKit

/// Answers put together of pieces of answers; none of them is whole.
final class RandomAnswers: Sendable {
    private let generator: Mutex<SeededGenerator>

    init(seed: UInt64) { self.generator = .init(.init(seed: seed)) }

    func next() -> String {
        self.generator.withLock { generator in
            let pieces = [
                "HTTP/1.1 200 OK\r\n", "HTTP/1.1 503 No\r\n", "Content-Length: 12\r\n", "Content-Length: 0\r\n", "\r\n",
                "Transfer-Encoding: chunked\r\n", "5\r\n", "{\"valid\":true", ",\"code\":\"valid\"", "0\r\n\r\n", "}",
                "\u{0}",
            ]
            return (0..<generator.number(below: 8)).map { _ in generator.pick(pieces) }.joined()
        }
    }
}
