/// Bounds the length that a client may claim for its hello (RFC 8446, 4).
///
/// libssl sets as much memory aside as a message claims, up to 131,396 bytes for a hello, before the rest of it has come. A few
/// bytes would take that much for as long as a handshake may last. So the heads of messages are looked at first. A record may
/// split them, and a second hello may follow (RFC 8446, 4.1.4); everything else that a client of TLS 1.3 says is encrypted. Where
/// TLS 1.2 has been agreed on there is no second hello, and nothing more to look at.
struct HelloBound {
    /// The longest hello, in bytes: as much as a record holds (RFC 8446, 5.1). Those of browsers have 2,000.
    static let longest = 16_384

    /// Nothing more is looked at: what comes is no TLS, which libssl refuses.
    private(set) var isOver = false
    private var isHandshake = false
    /// Bytes of the head of a record that have come, of 5.
    private var recordHead = 0
    /// Bytes of the record that have not come.
    private var recordRest = 0
    /// Bytes of the head of a message that have come, of 4.
    private var messageHead = 0
    /// Bytes of the message that have not come.
    private var messageRest = 0

    /// Looks at what came next.
    ///
    /// - Returns: whether libssl may see it.
    mutating func admits(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        while index < bytes.count, !self.isOver {
            if self.recordHead < 5 {
                self.readRecordHead(bytes[index])
                index += 1
            } else if self.isHandshake, self.messageHead < 4 {
                guard self.readMessageHead(bytes[index]) else { return false }
                self.takeOff(1)
                index += 1
            } else {
                let rest = self.isHandshake ? min(self.recordRest, self.messageRest) : self.recordRest
                let count = min(rest, bytes.count - index)
                if self.isHandshake { self.messageRest -= count }
                self.takeOff(count)
                index += count
            }
        }
        return true
    }

    private mutating func readRecordHead(_ byte: UInt8) {
        if self.recordHead == 0 {
            // Change of cipher, alert, handshake, data.
            self.isOver = !(20...23).contains(byte)
            self.isHandshake = byte == 22
        }
        if self.recordHead >= 3 { self.recordRest = self.recordRest << 8 | Int(byte) }
        self.recordHead += 1
        if self.recordHead == 5 { self.takeOff(0) }
    }

    private mutating func readMessageHead(_ byte: UInt8) -> Bool {
        if self.messageHead > 0 { self.messageRest = self.messageRest << 8 | Int(byte) }
        self.messageHead += 1
        return self.messageHead < 4 || self.messageRest <= Self.longest
    }

    private mutating func takeOff(_ count: Int) {
        self.recordRest -= count
        if self.recordRest == 0 { self.recordHead = 0 }
        if self.messageHead == 4, self.messageRest == 0 { self.messageHead = 0 }
    }
}
