/// Reads a request target (RFC 9112, 3.2): origin-form, absolute-form with `http` or `https`, or `*` for OPTIONS.
///
/// Its bytes are known to be visible ASCII without `#`.
enum RequestTarget {
    /// Fills in path and query; returns the authority of the absolute form, empty otherwise.
    static func read(_ bytes: Span<UInt8>, into head: inout RequestHead) throws(HTTPViolation) -> ByteRange {
        let start = head.target.lowerBound
        let end = head.target.upperBound
        switch bytes[start] {
        case 0x2f:
            try readPath(bytes, from: start, to: end, into: &head)
            return .empty
        case 0x2a where end - start == 1:
            guard head.method == .options else { throw .asteriskWithoutOptions }
            head.path = head.target
            head.originForm = head.target
            return .empty
        default:
            guard let authorityStart = authorityStart(bytes, head.target) else { throw .targetMalformed }
            var index = authorityStart
            while index < end, bytes[index] != 0x2f {
                guard bytes[index] != 0x3f else { throw .targetMalformed }
                index += 1
            }
            guard index > authorityStart, index < end else { throw .targetMalformed }
            try readPath(bytes, from: index, to: end, into: &head)
            return ByteRange(start: authorityStart, end: index)
        }
    }

    private static func authorityStart(_ bytes: Span<UInt8>, _ target: ByteRange) -> Int? {
        if ByteText.hasPrefixFoldingCase(bytes, target, "http://") { return target.lowerBound + 7 }
        return ByteText.hasPrefixFoldingCase(bytes, target, "https://") ? target.lowerBound + 8 : nil
    }

    @inline(__always)
    private static func readPath(
        _ bytes: Span<UInt8>, from start: Int, to end: Int, into head: inout RequestHead
    ) throws(HTTPViolation) {
        let reading = try PathRules.read(bytes, from: start, to: end)
        head.path = ByteRange(start: start, end: reading.end)
        head.originForm = ByteRange(start: start, end: end)
        head.hasPathEscapes = reading.hasEscapes
        guard reading.end < end else { return }
        let query = ByteRange(start: reading.end + 1, end: end)
        guard PathRules.hasValidEscapes(bytes, from: query.lowerBound, to: end) else { throw .targetEscapeInvalid }
        head.query = query
    }
}
