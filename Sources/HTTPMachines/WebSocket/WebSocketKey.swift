/// `Sec-WebSocket-Key` of a handshake: sixteen bytes in base64 (RFC 6455, 4.1), and the answer to it.
package struct WebSocketKey: Sendable, Equatable {
    /// Characters of a key.
    package static let length = 24
    /// What a server puts behind the key before it hashes (RFC 6455, 1.3).
    private static let suffix: StaticString = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    private static let alphabet: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

    /// As it was sent.
    package let text: [UInt8]

    /// Reads a value; `nil` unless it is the base64 of sixteen bytes in its one form.
    package init?(_ value: Span<UInt8>) {
        guard value.count == Self.length, value[22] == 0x3d, value[23] == 0x3d else { return nil }
        for index in 0..<22 where !Self.isDigit(value[index]) { return nil }
        // Of the last character four bits belong to no byte.
        switch value[21] {
        case 0x41, 0x51, 0x67, 0x77: break
        default: return nil
        }
        self.text = value.indices.map { value[$0] }
    }

    /// `Sec-WebSocket-Accept` of a server that has understood.
    package var accept: [UInt8] {
        let seed = Self.suffix.withUTF8Buffer { self.text + Array($0) }
        let digest = SHA1.digest(of: seed.span)
        var answer: [UInt8] = []
        answer.reserveCapacity(28)
        for start in stride(from: 0, to: 20, by: 3) {
            let bytes = (0..<3).map { start + $0 < 20 ? UInt32(digest[start + $0]) : 0 }
            let word = bytes[0] << 16 | bytes[1] << 8 | bytes[2]
            for place in 0..<4 { answer.append(Self.digit(word >> UInt32(18 - 6 * place) & 63)) }
        }
        answer[27] = 0x3d
        return answer
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte &- 0x41 < 26 || byte &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2b || byte == 0x2f
    }

    private static func digit(_ value: UInt32) -> UInt8 { self.alphabet.withUTF8Buffer { $0[Int(value & 63)] } }
}
