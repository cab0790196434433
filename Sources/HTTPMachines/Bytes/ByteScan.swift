/// Looks for the end of a stretch of text, eight bytes at a time.
enum ByteScan {
    /// The first offset below `end` that holds a control byte other than HTAB, or DEL; `end` when there is none.
    /// Bytes from 0x80 up count as text (`obs-text` of RFC 9110, 5.5).
    @inline(__always)
    static func endOfText(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
        var index = start
        while index < end {
            if index &+ 8 <= end,
                !mayHoldControl(bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
            {
                index &+= 8
                continue
            }
            let byte = bytes[index]
            guard byte >= 0x20 && byte != 0x7f || byte == 0x09 else { return index }
            index &+= 1
        }
        return end
    }

    /// Whether one of eight bytes is below 0x20 or DEL (the zero-byte test of Hacker's Delight, 6-1).
    @inline(__always)
    private static func mayHoldControl(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        let deletes = word ^ (ones &* 0x7f)
        return ((word &- ones &* 0x20) & ~word | (deletes &- ones) & ~deletes) & tops != 0
    }
}
