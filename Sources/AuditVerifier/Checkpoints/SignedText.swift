import Cryptography

/// A signed note (C2SP signed-note): a text, an empty line, and lines of signatures.
struct SignedText {
    /// A signature line.
    struct Signature {
        let name: ArraySlice<UInt8>
        let id: ArraySlice<UInt8>
        let bytes: ArraySlice<UInt8>
    }

    static let longest = 65_536
    static let mostSignatures = 16
    private static let longestSignature = 8192

    /// With its last newline.
    let text: ArraySlice<UInt8>
    let signatures: [Signature]

    /// `nil` for bytes that are none.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count <= Self.longest, !bytes.contains(where: { $0 < 0x20 && $0 != 0x0a }),
            bytes.last == 0x0a, let end = Self.lastEmptyLine(of: bytes)
        else { return nil }
        self.text = bytes[..<end]
        guard String(validating: self.text, as: UTF8.self) != nil else { return nil }
        var lines = ByteLines(bytes[(end + 1)...])
        var signatures: [Signature] = []
        while let line = lines.next() {
            guard let signature = Self.signature(line), signatures.count < Self.mostSignatures else { return nil }
            signatures.append(signature)
        }
        guard !signatures.isEmpty else { return nil }
        self.signatures = signatures
    }

    /// What the key signed of the text: nothing (`nil`), or at which time, 0 for a log. `false` in the first place when
    /// a line claims to be of the key and is not.
    func check(_ key: TrustedKey) -> (isSound: Bool, timestamp: UInt64?) {
        var timestamp: UInt64?
        for signature in self.signatures where signature.id == key.id && signature.name.elementsEqual(key.name.utf8) {
            guard let time = self.time(of: signature.bytes, by: key) else { return (false, nil) }
            timestamp = timestamp ?? time
        }
        return (true, timestamp)
    }

    private func time(of signature: ArraySlice<UInt8>, by key: TrustedKey) -> UInt64? {
        switch key.purpose {
        case .log: return key.key.hasSigned(Array(self.text), signature: Array(signature)) ? 0 : nil
        case .witness:
            guard signature.count == 72, signature[signature.startIndex] < 0x80 else { return nil }
            let time = signature.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            let message = Array("cosignature/v1\ntime \(time)\n".utf8) + self.text
            return key.key.hasSigned(message, signature: Array(signature.dropFirst(8))) ? time : nil
        }
    }

    /// Where the newline lies that is a line of its own, the last of them.
    private static func lastEmptyLine(of bytes: ArraySlice<UInt8>) -> Int? {
        var index = bytes.endIndex - 1
        while index > bytes.startIndex {
            if bytes[index] == 0x0a, bytes[index - 1] == 0x0a { return index }
            index -= 1
        }
        return nil
    }

    private static func signature(_ line: ArraySlice<UInt8>) -> Signature? {
        guard let words = ByteLines.value(of: "\u{2014} ", in: line), let space = words.firstIndex(of: 0x20),
            KeyName.isGood(words[..<space]),
            let bytes = Base64Reader.bytes(words[(space + 1)...], most: 4 + self.longestSignature), bytes.count > 4
        else { return nil }
        return .init(name: words[..<space], id: bytes[..<4], bytes: bytes[4...])
    }
}
