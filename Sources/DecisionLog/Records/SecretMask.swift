import Keys

/// A client may put its key anywhere: into a path segment, its user agent, or the permissions of a question. Whatever
/// looks like the secret part of one is masked before a record reaches a file or a line, whether its checksum is right or
/// not, and also when the text was cut in the middle of it.
///
/// Finds `_<16 base62>_<secret and check>`, percent-encoded characters included, and writes asterisks over the secret.
enum SecretMask {
    private static let hidden = Token.secretLength + Token.checkLength

    /// A secret follows an underscore, plain or percent-encoded: most texts have neither.
    static func mayHide(_ text: UnsafeMutableBufferPointer<UInt8>) -> Bool {
        guard text.count > Token.idLength + 2 else { return false }
        return text.contains { $0 == 0x5f || $0 == 0x25 }
    }

    /// Masks in place; returns whether there was anything to mask. `isCut` says that the text may go on beyond its end.
    static func mask(_ bytes: inout [UInt8], isCut: Bool) -> Bool {
        let characters = Self.characters(bytes)
        var isMasked = false
        var runStart = 0
        // Runs of base62 between other characters; a secret is a run that follows `_`, a run of 16, and `_`.
        var previousRun = 0
        var afterID = false
        for index in 0...characters.count {
            let isEnd = index == characters.count
            if !isEnd, Base62.contains(characters[index].value) { continue }
            let length = index - runStart
            if afterID, length >= Self.hidden || (isEnd && isCut && length > 0) {
                for byte in characters[runStart].start..<(isEnd ? bytes.count : characters[index].start) {
                    bytes[byte] = 0x2a
                }
                isMasked = true
            }
            previousRun = length
            afterID = !isEnd && characters[index].value == 0x5f && previousRun == Token.idLength
            runStart = index + 1
        }
        return isMasked
    }

    /// The characters with their percent-encoding undone, and where each begins.
    private static func characters(_ bytes: [UInt8]) -> [(value: UInt8, start: Int)] {
        var characters: [(value: UInt8, start: Int)] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x25, index + 2 < bytes.count, let high = Self.hexDigit(bytes[index + 1]),
                let low = Self.hexDigit(bytes[index + 2])
            {
                characters.append((high << 4 | low, index))
                index += 3
            } else {
                characters.append((bytes[index], index))
                index += 1
            }
        }
        return characters
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
