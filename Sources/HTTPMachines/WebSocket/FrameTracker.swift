/// Where the frames of a WebSocket begin and end in one direction (RFC 6455, 5.2). It reads lengths and judges nothing.
package struct FrameTracker: Sendable {
    /// Bytes of the frame's head that have passed.
    private var headBytes = 0
    /// Bytes of the frame's head, as far as is known.
    private var headLength = 2
    /// Bytes of the head up to the end of the length.
    private var lengthEnd = 2
    private var length: UInt64 = 0
    /// Bytes of the payload that have not passed.
    private var payload: UInt64 = 0
    /// A length was no length: where frames begin is no longer known.
    private var isLost = false
    /// A close frame has passed, or begun to.
    package private(set) var hasClosed = false

    package init() {}

    /// Whether a frame may be put in here.
    package var isBetweenFrames: Bool { self.headBytes == 0 && self.payload == 0 && !self.isLost }

    /// Bytes pass.
    package mutating func see(_ bytes: Span<UInt8>) {
        var index = 0
        while index < bytes.count, !self.isLost {
            if self.payload > 0 {
                let skipped = min(self.payload, UInt64(bytes.count - index))
                self.payload -= skipped
                index += Int(skipped)
            } else {
                self.seeHead(bytes[index])
                index += 1
            }
        }
    }

    private mutating func seeHead(_ byte: UInt8) {
        self.headBytes += 1
        switch self.headBytes {
        case 1:
            self.headLength = 2
            self.length = 0
            if byte & 0x0f == 8 { self.hasClosed = true }
        case 2:
            let short = byte & 0x7f
            let extra = short == 126 ? 2 : short == 127 ? 8 : 0
            self.length = extra == 0 ? UInt64(short) : 0
            self.headLength = 2 + extra + (byte & 0x80 == 0 ? 0 : 4)
            self.lengthEnd = 2 + extra
        default:
            if self.headBytes <= self.lengthEnd { self.length = self.length << 8 | UInt64(byte) }
        }
        guard self.headBytes >= 2, self.headBytes == self.headLength else { return }
        // The highest bit of a length is 0 (5.2).
        self.isLost = self.length > UInt64(Int64.max)
        self.payload = self.isLost ? 0 : self.length
        self.headBytes = 0
    }
}
