/// Base64 with the alphabet for URLs and without padding (RFC 4648, 5; RFC 7515, 2).
enum Base64URL {
    private static var alphabet: StaticString { "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" }

    /// Appends the text of some bytes.
    static func append(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
        let alphabet = UnsafeBufferPointer(start: self.alphabet.utf8Start, count: 64)
        var index = 0
        while index < bytes.count {
            let count = min(3, bytes.count - index)
            var word: UInt32 = 0
            for place in 0..<3 { word = word << 8 | (place < count ? UInt32(bytes[index + place]) : 0) }
            for place in 0...count {
                output.append(alphabet[Int(word >> UInt32(18 - 6 * place) & 0x3f)])
            }
            index += count
        }
    }

    /// The text of some bytes.
    static func text(of bytes: [UInt8]) -> String {
        var output: [UInt8] = []
        self.append(bytes.span, to: &output)
        return String(decoding: output, as: Unicode.ASCII.self)
    }
}
