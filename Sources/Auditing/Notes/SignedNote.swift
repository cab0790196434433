/// Text with signatures below it (C2SP signed-note). The text means nothing before a known key's signature was checked.
package struct SignedNote: Hashable, Sendable {
    /// Longest note, in bytes, and most signatures.
    package static let longestText = 65_536
    package static let mostSignatures = 16

    /// UTF-8 that ends in a newline.
    package let text: String
    package let signatures: [NoteSignature]

    /// A note of our own making; refuses what could not be read back.
    package init(text: String, signatures: [NoteSignature]) throws(AuditingError) {
        self = try .init(unchecked: text, signatures).readBack()
    }

    private init(unchecked text: String, _ signatures: [NoteSignature]) {
        self.text = text
        self.signatures = signatures
    }

    /// The note with more signatures below it.
    package func adding(_ signatures: [NoteSignature]) throws(AuditingError) -> Self {
        try .init(text: self.text, signatures: self.signatures + signatures)
    }

    /// The signatures of known keys, one for each key, in the note's order. Signatures of other keys are ignored.
    ///
    /// Throws `signatureRejected` when a known key's signature is not of this text, `noteUnsigned` when there is none.
    package func verified(by keys: [NoteVerifierKey]) throws(AuditingError) -> [VerifiedSignature] {
        var verified: [VerifiedSignature] = []
        for signature in self.signatures {
            let known = keys.first { $0.keyID == signature.keyID && NoteName.isSame($0.name, signature.name) }
            guard let key = known else { continue }
            guard let checked = key.check(signature.signature, of: self.text) else {
                throw .init(.signatureRejected, "the signature of \(key.name) is not of this note")
            }
            if !verified.contains(where: { $0.key == key }) { verified.append(checked) }
        }
        guard !verified.isEmpty else { throw .init(.noteUnsigned, "no known key signed the note") }
        return verified
    }

    /// The note as it is stored and sent.
    package var serialized: String { self.text + "\n" + self.signatures.map(\.line).joined() }

    /// Reads a note; any bytes give one or an error.
    package init(_ bytes: some Collection<UInt8>) throws(AuditingError) {
        guard bytes.count <= Self.longestText else { throw Self.malformed("it is too long") }
        let bytes = Array(bytes)
        guard bytes.allSatisfy({ $0 >= 0x20 || $0 == 0x0a }) else { throw Self.malformed("it has control characters") }
        // The last empty line is where the signatures begin.
        guard let blank = bytes.indices.dropLast().last(where: { bytes[$0] == 0x0a && bytes[$0 + 1] == 0x0a }),
            let text = String(validating: bytes[...blank], as: UTF8.self)
        else { throw Self.malformed("it is no text with an empty line and signatures below it") }
        var lines = TextLines(bytes[(blank + 2)...])
        var signatures: [NoteSignature] = []
        while let line = lines.next() {
            guard signatures.count < Self.mostSignatures else { throw Self.malformed("it has too many signatures") }
            signatures.append(try .init(line: line))
        }
        guard lines.rest.isEmpty, !signatures.isEmpty else { throw Self.malformed("its signatures are no lines") }
        self.init(unchecked: text, signatures)
    }

    private func readBack() throws(AuditingError) -> Self {
        let note = try Self(Array(self.serialized.utf8))
        guard note == self else { throw Self.malformed("its text does not end in a newline") }
        return note
    }

    private static func malformed(_ what: String) -> AuditingError { .init(.noteMalformed, "malformed note: \(what)") }
}
