/// An HTTP message as a test reads it, much more trusting than the gateway.
struct Message {
    /// The start line.
    var start = ""
    /// The lines of the head behind the first, as they came.
    var lines: [String] = []
    /// Names in lower case, in order.
    var fields: [(name: String, value: String)] = []
    /// Without chunk framing.
    var body: [UInt8] = []
    /// Trailer lines.
    var trailers: [String] = []
    /// The body ended where its framing says.
    var isWhole = true

    var status: Int { Int(self.start.split(separator: " ").dropFirst().first ?? "") ?? 0 }
    var text: String { String(decoding: self.body, as: UTF8.self) }

    subscript(name: String) -> String? { self.fields.first { $0.name == name }?.value }

    func all(_ name: String) -> [String] { self.fields.filter { $0.name == name }.map(\.value) }

    init?(from socket: RawSocket, answersHead: Bool = false) {
        var reader = Reader(socket: socket)
        guard let start = reader.line() else { return nil }
        self.start = start
        while let line = reader.line(), !line.isEmpty {
            self.lines.append(line)
            let parts = line.split(separator: ":", maxSplits: 1)
            let value = parts.count > 1 ? parts[1].drop { $0 == " " } : ""
            self.fields.append((parts[0].lowercased(), String(value)))
        }
        let isResponse = start.hasPrefix("HTTP/")
        let status = self.status
        if answersHead || (isResponse && (status < 200 || status == 204 || status == 304)) { return }
        if self["transfer-encoding"] == "chunked" {
            self.readChunks(&reader)
        } else if let length = self["content-length"].flatMap({ Int($0) }) {
            self.body = reader.bytes(length)
            self.isWhole = self.body.count == length
        } else if isResponse {
            self.body = reader.rest()
        }
    }

    private mutating func readChunks(_ reader: inout Reader) {
        while let line = reader.line() {
            guard let size = Int(line, radix: 16) else { break }
            if size == 0 {
                while let trailer = reader.line(), !trailer.isEmpty { self.trailers.append(trailer) }
                return
            }
            let chunk = reader.bytes(size)
            self.body += chunk
            guard chunk.count == size, reader.line() == "" else { break }
        }
        self.isWhole = false
    }

    /// Reads from a socket without taking more than it needs, so that the next message stays there.
    private struct Reader {
        let socket: RawSocket

        mutating func line() -> String? {
            var bytes: [UInt8] = []
            while let byte = self.socket.receive(limit: 1)?.first {
                bytes.append(byte)
                if bytes.suffix(2) == [13, 10] { return String(decoding: bytes.dropLast(2), as: UTF8.self) }
            }
            return nil
        }

        mutating func bytes(_ count: Int) -> [UInt8] {
            var bytes: [UInt8] = []
            while bytes.count < count, let more = self.socket.receive(limit: min(count - bytes.count, 262_144)) {
                guard !more.isEmpty else { break }
                bytes += more
            }
            return bytes
        }

        mutating func rest() -> [UInt8] { self.socket.receiveAll() }
    }
}
