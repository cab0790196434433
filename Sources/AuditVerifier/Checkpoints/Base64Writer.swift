/// Writes base64 (RFC 4648, section 4) with padding.
enum Base64Writer {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func text(_ bytes: [UInt8]) -> String {
        var characters: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for place in 0...group.count { characters.append(self.alphabet[Int(bits >> UInt32(18 - 6 * place) & 63)]) }
            for _ in group.count..<3 { characters.append(UInt8(ascii: "=")) }
        }
        return String(decoding: characters, as: UTF8.self)
    }
}
