import TransportSecurity

/// A client, or a server, of a test that speaks TLS over a blocking socket.
final class SecureSocket {
    private let socket: RawSocket
    private var session: TLSSession
    private var sealed: [UInt8] = []
    private var output = [UInt8](repeating: 0, count: 32_768)
    private var plain = [UInt8](repeating: 0, count: 32_768)

    /// What is sealed is held until it is released.
    private var isHeld = false
    private var held: [UInt8] = []

    init(_ socket: RawSocket, _ client: TLSClient) throws {
        let begun = client.connect()
        guard let session = consume begun else { throw TransportSecurityError(.exhausted, "no session") }
        self.socket = socket
        self.session = session
    }

    /// A server's side of a connection that has been accepted.
    init(_ socket: RawSocket, accepting security: ListenerSecurity) throws {
        let begun = security.offer.accept()
        guard let session = consume begun else { throw TransportSecurityError(.exhausted, "no session") }
        self.socket = socket
        self.session = session
    }

    /// Whether the handshake came to its end on this side.
    func shakeHands() -> Bool {
        while true {
            let outcome = self.step { session, input, output, written in
                session.shakeHands(&input, to: output, &written)
            }
            switch outcome {
            case .done: return true
            case .needsInput: guard self.receiveSealed() else { return false }
            case .needsRoom, .ended, .failed: return false
            }
        }
    }

    /// Sends a text; `false` when the server is gone.
    @discardableResult
    func send(_ text: String) -> Bool { self.send(Array(text.utf8)) }

    /// Sends bytes, in records of 16 KiB.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        for start in stride(from: 0, to: bytes.count, by: 16_384) {
            let piece = Array(bytes[start..<min(start + 16_384, bytes.count)])
            let outcome = piece.withUnsafeBytes { piece in
                self.step { session, _, output, written in session.seal(piece, to: output, &written) }
            }
            guard case .done = outcome else { return false }
        }
        return true
    }

    /// Sends a text and says in the same segment that nothing more comes (close_notify). The socket stays open.
    func sendLast(_ text: String) {
        self.isHeld = true
        self.send(text)
        _ = self.step { session, _, output, written in
            session.end(to: output, &written)
            return .done
        }
        self.isHeld = false
        self.socket.send(self.held)
        self.held = []
    }

    /// What comes next; empty when the server has ended the connection.
    func receive() -> [UInt8] {
        while true {
            var count = 0
            var plain = [UInt8]()
            swap(&plain, &self.plain)
            let outcome = plain.withUnsafeMutableBytes { room in
                self.step { session, input, output, written in
                    session.open(&input, into: room, &count, to: output, &written)
                }
            }
            swap(&plain, &self.plain)
            if count > 0 { return Array(self.plain[..<count]) }
            guard case .needsInput = outcome, self.receiveSealed() else { return [] }
        }
    }

    /// One message whose length is told: its head, and how much of its body came; `nil` when the other side ends before.
    func receiveSized() -> (head: String, body: Int)? {
        var bytes: [UInt8] = []
        while true {
            let more = self.receive()
            guard !more.isEmpty else { return nil }
            bytes += more
            guard let end = bytes.firstRange(of: [13, 10, 13, 10] as [UInt8]) else { continue }
            let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
            let length = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length: ") }
                .flatMap { Int($0.dropFirst(16)) }
            var body = bytes.count - end.upperBound
            while body < length ?? 0 {
                let more = self.receive()
                guard !more.isEmpty else { break }
                body += more.count
            }
            return (head, body)
        }
    }

    /// One answer whose length is told; less when the server ends before.
    func receiveAnswer() -> String {
        var text = ""
        while !Self.isWhole(text) {
            let bytes = self.receive()
            guard !bytes.isEmpty else { break }
            text += String(decoding: bytes, as: UTF8.self)
        }
        return text
    }

    private static func isWhole(_ text: String) -> Bool {
        let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return false }
        let lines = parts[0].split(separator: "\r\n")
        let length = lines.first { $0.hasPrefix("Content-Length: ") }.flatMap { Int($0.dropFirst(16)) }
        return parts[1].utf8.count >= length ?? 0
    }

    private func receiveSealed() -> Bool {
        guard let bytes = self.socket.receive(), !bytes.isEmpty else { return false }
        self.sealed += bytes
        return true
    }

    private func step(
        _ body: (
            inout TLSSession, inout UnsafeRawBufferPointer, UnsafeMutableRawBufferPointer, inout Int
        ) -> TLSSession.Outcome
    ) -> TLSSession.Outcome {
        var (written, outcome) = (0, TLSSession.Outcome.failed)
        let taken = self.sealed.withUnsafeBytes { bytes in
            var input = bytes
            self.output.withUnsafeMutableBytes { outcome = body(&self.session, &input, $0, &written) }
            return bytes.count - input.count
        }
        self.sealed.removeFirst(taken)
        if written > 0 { self.held += self.output[..<written] }
        if !self.isHeld, !self.held.isEmpty {
            self.socket.send(self.held)
            self.held = []
        }
        return outcome
    }
}
