/// The segments of a path that has passed `PathRules`, each compared in its one decoded form.
///
/// `/a%3Ab` and `/a:b` are one path to every upstream that decodes, so a literal of a route is compared with the decoded
/// bytes, while the bytes that came are the bytes that are forwarded.
@usableFromInline
package struct PathSegments: Sendable {
    @usableFromInline var next: Int
    @usableFromInline let end: Int

    /// `path` begins with a slash.
    @inlinable
    package init(_ path: ByteRange) {
        self.next = path.lowerBound
        self.end = path.upperBound
    }

    /// The next segment without its slash, which may be empty only as the last one; `nil` when there are no more.
    @inlinable
    package mutating func next(in bytes: Span<UInt8>) -> ByteRange? {
        guard self.next < self.end else { return nil }
        let start = self.next + 1
        self.next = start
        while self.next < self.end, bytes[self.next] != 0x2f { self.next += 1 }
        return ByteRange(start: start, end: self.next)
    }

    /// Whether the segment, decoded, is the literal; when folding, whatever the case of ASCII letters on either side.
    @inlinable
    package static func equals(
        _ segment: ByteRange, of bytes: Span<UInt8>, literal: Span<UInt8>, foldingCase: Bool = false
    ) -> Bool {
        var index = segment.lowerBound
        let end = segment.upperBound
        var matched = 0
        while index < end {
            var byte = bytes[index]
            index += 1
            if byte == 0x25, index + 1 < end {
                byte = ByteClass.hexValue(bytes[index]) << 4 | ByteClass.hexValue(bytes[index + 1])
                index += 2
            }
            guard matched < literal.count else { return false }
            let expected = literal[matched]
            guard byte == expected || foldingCase && isSameLetter(byte, expected) else { return false }
            matched += 1
        }
        return matched == literal.count
    }

    @inlinable
    static func isSameLetter(_ byte: UInt8, _ other: UInt8) -> Bool {
        byte | 0x20 == other | 0x20 && (byte | 0x20) &- 0x61 < 26
    }
}
