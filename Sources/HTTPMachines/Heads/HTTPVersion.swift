/// `HTTP/1.0` or `HTTP/1.1`, byte by byte (RFC 9112, 2.3).
enum HTTPVersion {
    enum Match { case matches, anotherVersion, malformed }

    /// Bytes of a version.
    static let length = 8

    /// Whether `HTTP/1.1` begins at `index`: the ordinary case in one comparison.
    @inline(__always)
    static func isLatest(_ bytes: Span<UInt8>, at index: Int, end: Int) -> Bool {
        index + length <= end && ByteScan.word(bytes, at: index) == 0x312e_312f_5054_5448
    }

    /// Whether the byte may stand at that offset, which is below `length`.
    @inline(__always)
    static func check(_ byte: UInt8, at offset: Int) -> Match {
        switch offset {
        case 0: byte == 0x48 ? .matches : .malformed
        case 1, 2: byte == 0x54 ? .matches : .malformed
        case 3: byte == 0x50 ? .matches : .malformed
        case 4: byte == 0x2f ? .matches : .malformed
        case 5: byte == 0x31 ? .matches : ByteClass.isDigit(byte) ? .anotherVersion : .malformed
        case 6: byte == 0x2e ? .matches : .malformed
        default: byte & 0xfe == 0x30 ? .matches : ByteClass.isDigit(byte) ? .anotherVersion : .malformed
        }
    }
}
