/// The paths that have one reading. Nothing is rewritten: what is matched is what is forwarded, byte for byte.
///
/// Refused as ambiguous: an empty segment inside the path, a segment that ends with a dot (`.` and `..` among them) or
/// begins or ends with a space, a semicolon, and escapes of slash, backslash, semicolon, control bytes, unreserved
/// characters, of a percent sign before two hexadecimal digits (double decoding), and of bytes that never occur in
/// UTF-8. Other escapes pass and are compared decoded.
enum PathRules {
    /// Where the path ended and what was seen on the way.
    struct Reading: Equatable {
        var end: Int
        var hasEscapes = false
    }

    /// Reads the path that begins with the slash at `start` up to a question mark or `end`.
    static func read(_ bytes: Span<UInt8>, from start: Int, to end: Int) throws(HTTPViolation) -> Reading {
        var reading = Reading(end: start + 1)
        var segment = start + 1
        while true {
            reading.end = ByteScan.endOfPlain(bytes, from: reading.end, to: end)
            guard reading.end < end else { break }
            let byte = bytes[reading.end]
            switch byte {
            case 0x3f:
                try check(bytes, from: segment, to: reading.end, isLast: true)
                return reading
            case 0x2f:
                try check(bytes, from: segment, to: reading.end, isLast: false)
                segment = reading.end + 1
            case 0x25:
                try checkEscape(bytes, at: reading.end, end: end)
                reading.hasEscapes = true
                reading.end += 2
            case 0x3b:
                // Some servers cut a segment at the semicolon: `/admin;a` would meet another route here than there.
                throw .pathAmbiguous
            default:
                guard ByteClass.isPath(byte) else { throw byte == 0x5c ? .pathAmbiguous : .targetMalformed }
            }
            reading.end += 1
        }
        try check(bytes, from: segment, to: reading.end, isLast: true)
        return reading
    }

    /// Whether every percent sign is followed by two hexadecimal digits.
    static func hasValidEscapes(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Bool {
        var index = start
        while index < end {
            if bytes[index] == 0x25 {
                guard index + 2 < end, ByteClass.isHex(bytes[index + 1]), ByteClass.isHex(bytes[index + 2]) else {
                    return false
                }
                index += 2
            }
            index += 1
        }
        return true
    }

    /// Only the last segment may be empty; none may have a dot at its end or a space at either: file systems and
    /// frameworks are known to leave these out (docs/decisions/0010-one-reading-of-a-path.md).
    private static func check(
        _ bytes: Span<UInt8>, from start: Int, to end: Int, isLast: Bool
    ) throws(HTTPViolation) {
        guard end > start else {
            if !isLast { throw .pathAmbiguous }
            return
        }
        if bytes[end - 1] == 0x2e { throw .pathAmbiguous }
        guard end - start >= 3 else { return }
        if isSpace(bytes, at: start) || isSpace(bytes, at: end - 3) { throw .pathAmbiguous }
    }

    /// Whether `%20` stands there.
    private static func isSpace(_ bytes: Span<UInt8>, at index: Int) -> Bool {
        bytes[index] == 0x25 && bytes[index + 1] == 0x32 && bytes[index + 2] == 0x30
    }

    /// Whether `%E0%80`–`%E0%9F` or `%F0%80`–`%F0%8F` begins there: UTF-8 longer than it need be (RFC 3629, 3), which lax
    /// decoders read as the short form, a slash among them.
    private static func isOverlong(_ value: UInt8, _ bytes: Span<UInt8>, at index: Int, end: Int) -> Bool {
        guard value == 0xe0 || value == 0xf0, index + 5 < end, bytes[index + 3] == 0x25,
            ByteClass.isHex(bytes[index + 4]), ByteClass.isHex(bytes[index + 5])
        else { return false }
        let next = ByteClass.hexValue(bytes[index + 4]) << 4 | ByteClass.hexValue(bytes[index + 5])
        return value == 0xe0 ? (0x80...0x9f).contains(next) : (0x80...0x8f).contains(next)
    }

    private static func checkEscape(_ bytes: Span<UInt8>, at index: Int, end: Int) throws(HTTPViolation) {
        guard index + 2 < end, ByteClass.isHex(bytes[index + 1]), ByteClass.isHex(bytes[index + 2]) else {
            throw .targetEscapeInvalid
        }
        let value = ByteClass.hexValue(bytes[index + 1]) << 4 | ByteClass.hexValue(bytes[index + 2])
        if isOverlong(value, bytes, at: index, end: end) { throw .pathAmbiguous }
        switch value {
        case 0x00...0x1f, 0x7f, 0x2f, 0x3b, 0x5c, 0xc0, 0xc1, 0xf5...0xff: throw .pathAmbiguous
        case 0x25:
            guard index + 4 < end, ByteClass.isHex(bytes[index + 3]), ByteClass.isHex(bytes[index + 4]) else { return }
            throw .pathAmbiguous
        default: if ByteClass.isUnreserved(value) { throw .pathAmbiguous }
        }
    }
}
