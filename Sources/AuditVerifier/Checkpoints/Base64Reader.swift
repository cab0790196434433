/// Reads base64 (RFC 4648, section 4) where each run of bytes has one text: padded, unused bits zero, nothing else.
enum Base64Reader {
    /// `nil` for text that is none, or more than `most` bytes.
    static func bytes(_ text: ArraySlice<UInt8>, most: Int) -> [UInt8]? {
        guard text.count % 4 == 0, text.count / 4 * 3 <= most + 2 else { return nil }
        let padding = text.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var width: UInt32 = 0
        for character in text.dropLast(padding) {
            guard let six = self.six(character) else { return nil }
            bits = bits << 6 | six
            width += 6
            guard width >= 8 else { continue }
            width -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> width))
            bits &= 1 << width - 1
        }
        // What is left over is as many bits as the padding stands for, and they are zero.
        guard bits == 0, width == 2 * UInt32(padding), bytes.count <= most else { return nil }
        return bytes
    }

    private static func six(_ character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
