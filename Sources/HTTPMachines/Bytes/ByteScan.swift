/// Looks for the end of a stretch of bytes of one kind, eight at a time (Hacker's Delight, 6-1).
///
/// Each test sets the top bit of the bytes that end the stretch. A borrow can set it for a later byte without reason,
/// never for an earlier one, so the first set bit is right.
enum ByteScan {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let tops: UInt64 = 0x8080_8080_8080_8080

    /// The first offset below `end` that holds a control byte other than HTAB, or DEL; `end` when there is none.
    /// Bytes from 0x80 up count as text (`obs-text` of RFC 9110, 5.5).
    @inline(__always)
    static func endOfText(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
        var index = start
        while index < end {
            if index &+ 8 <= end {
                let word = word(bytes, at: index)
                let found = (below(word, 0x20) | equal(word, 0x7f)) & tops
                index &+= found == 0 ? 8 : found.trailingZeroBitCount &>> 3
                if found == 0 { continue }
            }
            let byte = bytes[index]
            guard byte >= 0x20 && byte != 0x7f || byte == 0x09 else { return index }
            index &+= 1
        }
        return end
    }

    /// The first offset below `end` that holds anything but visible ASCII other than `#`.
    @inline(__always)
    static func endOfTarget(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
        var index = start
        while index &+ 8 <= end {
            let word = word(bytes, at: index)
            let found = (below(word, 0x21) | equal(word, 0x7f) | equal(word, 0x23) | word) & tops
            if found != 0 { return index &+ found.trailingZeroBitCount &>> 3 }
            index &+= 8
        }
        while index < end, ByteClass.isVisible(bytes[index]), bytes[index] != 0x23 { index &+= 1 }
        return index
    }

    /// The first offset below `end` that holds no token byte.
    @inline(__always)
    static func endOfToken(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
        var index = start
        while true {
            index = endOfPlain(bytes, from: index, to: end)
            guard index < end, ByteClass.isToken(bytes[index]) else { return index }
            index &+= 1
        }
    }

    /// An offset up to which there are only letters, digits and hyphens, which mean nothing special in names and in
    /// paths; not always the last such offset.
    @inline(__always)
    static func endOfPlain(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
        var index = start
        while index &+ 8 <= end {
            let word = word(bytes, at: index)
            // What lets bytes pass has to be right for each of them: without their top bits the sums cannot carry.
            let low = word & ~tops
            let folded = low | ones &* 0x20
            let letters = (folded &+ ones &* (0x80 - 0x61)) & ~(folded &+ ones &* (0x80 - 0x7b))
            let digits = (low &+ ones &* (0x80 - 0x30)) & ~(low &+ ones &* (0x80 - 0x3a))
            let hyphens = ~((low ^ ones &* 0x2d) &+ ones &* 0x7f)
            let others = (~(letters | digits | hyphens) | word) & tops
            if others != 0 { return index &+ others.trailingZeroBitCount &>> 3 }
            index &+= 8
        }
        return index
    }

    /// Eight bytes, the first of them in the lowest byte.
    @inline(__always)
    static func word(_ bytes: Span<UInt8>, at index: Int) -> UInt64 {
        UInt64(littleEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
    }

    /// Sets the top bit of every byte below `bound`, which is at most 0x80.
    @inline(__always)
    private static func below(_ word: UInt64, _ bound: UInt64) -> UInt64 { (word &- ones &* bound) & ~word }

    /// Sets the top bit of every byte equal to `value`.
    @inline(__always)
    private static func equal(_ word: UInt64, _ value: UInt64) -> UInt64 { below(word ^ ones &* value, 1) }
}
