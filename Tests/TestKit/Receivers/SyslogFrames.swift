import Glibc

/// Reads syslog messages with octet counting (RFC 6587) from a connection, and notes their sequence numbers.
package enum SyslogFrames {
    /// Reads until the end of the connection, at most so many bytes at once, with a pause before each read.
    package static func read(
        _ connection: CInt, into ledger: SequenceLedger, atOnce: Int = 4096, pauseMs: CInt = 0,
        isHasty: @Sendable () -> Bool = { false }
    ) {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let isHasty = isHasty()
            if pauseMs > 0, !isHasty { poll(nil, 0, pauseMs) }
            let count = uninterrupted { recv(connection, &chunk, isHasty ? chunk.count : min(atOnce, chunk.count), 0) }
            guard count > 0 else { return }
            bytes += chunk[..<count]
            while let message = self.take(&bytes) {
                if let sequence = self.sequence(in: message) { ledger.note(sequence) }
            }
        }
    }

    /// The first whole message, taken out.
    private static func take(_ bytes: inout [UInt8]) -> String? {
        guard let space = bytes.firstIndex(of: 0x20),
            let length = Int(String(decoding: bytes[..<space], as: UTF8.self)),
            bytes.count > space + length
        else { return nil }
        let message = String(decoding: bytes[(space + 1)...(space + length)], as: UTF8.self)
        bytes.removeFirst(space + 1 + length)
        return message
    }

    /// The number in the structured data of a message.
    package static func sequence(in message: String) -> UInt64? {
        guard let mark = message.firstRange(of: " sequence=\"") else { return nil }
        return UInt64(message[mark.upperBound...].prefix { $0.isNumber })
    }
}
