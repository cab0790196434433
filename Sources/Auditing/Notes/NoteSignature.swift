/// One signature line of a note (C2SP signed-note).
package struct NoteSignature: Hashable, Sendable {
    /// Most bytes of a signature: those of the post-quantum algorithms fit.
    package static let longestSignature = 8192

    package let name: String
    /// Tells keys of one name apart; guards nothing.
    package let keyID: UInt32
    /// What the key's algorithm made, at least one byte.
    package let signature: [UInt8]

    package init(name: String, keyID: UInt32, signature: [UInt8]) {
        self.name = name
        self.keyID = keyID
        self.signature = signature
    }

    /// The line with its newline.
    package var line: String {
        let id = (0..<4).map { UInt8(truncatingIfNeeded: self.keyID >> UInt32(24 - 8 * $0)) }
        return "\u{2014} \(self.name) \(Base64Text.encode(id + self.signature))\n"
    }

    /// Reads a line without its newline.
    package init(line: String) throws(AuditingError) {
        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.elementsEqual("\u{2014}".utf8), NoteName.isValid(parts[1]),
            let bytes = Base64Text.decode(parts[2]), (5...(4 + Self.longestSignature)).contains(bytes.count)
        else { throw .init(.noteMalformed, "malformed note: a signature line is none") }
        let keyID = bytes[..<4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        self.init(name: String(parts[1]), keyID: keyID, signature: Array(bytes[4...]))
    }
}
