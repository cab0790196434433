import Glibc

/// The other end of an HTTP sink: reads one request after the other from a connection and answers with what a test says.
package enum HTTPReceiver {
    package struct Request: Sendable {
        /// The request line and the fields, as they were sent.
        package let head: String
        package let lines: [String]
    }

    /// Serves the connection until it ends, or until a test has no answer, which closes it.
    package static func serve(_ connection: CInt, _ answer: (Request) -> Int?) {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            while let request = self.take(&bytes) {
                guard let status = answer(request) else { return }
                let text = "HTTP/1.1 \(status) Told\r\nContent-Length: 3\r\nLocation: http://127.0.0.1:1/\r\n\r\nok\n"
                let sent = Array(text.utf8)
                guard send(connection, sent, sent.count, CInt(MSG_NOSIGNAL)) == sent.count else { return }
            }
            let count = uninterrupted { recv(connection, &chunk, chunk.count, 0) }
            guard count > 0 else { return }
            bytes += chunk[..<count]
        }
    }

    private static func take(_ bytes: inout [UInt8]) -> Request? {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.firstRange(of: "\r\n\r\n"),
            let field = text.lowercased().firstRange(of: "content-length: ")
        else { return nil }
        let head = String(text[..<end.lowerBound])
        let length = Int(text.lowercased()[field.upperBound...].prefix { $0.isNumber }) ?? 0
        let start = head.utf8.count + 4
        guard bytes.count >= start + length else { return nil }
        let body = String(decoding: bytes[start..<(start + length)], as: UTF8.self)
        bytes.removeFirst(start + length)
        return Request(head: head, lines: body.split(separator: "\n").map(String.init))
    }

    /// The sequence number in a line of the format `jsonl`.
    package static func sequence(in line: String) -> UInt64? {
        guard let mark = line.firstRange(of: ",\"sequence\":") else { return nil }
        return UInt64(line[mark.upperBound...].prefix { $0.isNumber })
    }
}
