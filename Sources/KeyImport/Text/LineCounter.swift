/// Tells the lines of a text from front to back.
struct LineCounter {
    private var position = 0
    private var line = 1

    /// The line of an offset, from 1; never one before an offset that was asked for already.
    mutating func line(at offset: Int, in bytes: Span<UInt8>) -> Int {
        while self.position < min(offset, bytes.count) {
            if bytes[self.position] == 0x0a { self.line += 1 }
            self.position += 1
        }
        return self.line
    }
}
