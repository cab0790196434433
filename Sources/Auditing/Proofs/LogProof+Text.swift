import Keys

extension LogProof {
    /// The first line: the format's name.
    package static let header = "c2sp.org/tlog-proof@v1"
    /// Most bytes of extra data, and of a whole proof.
    package static let mostExtra = 16_384
    package static let longestText = SignedNote.longestText + 28_672

    /// The proof as a file `.tlog-proof` holds it.
    package var text: String {
        var text = Self.header + "\n"
        if let extra = self.extra { text += "extra \(Base64Text.encode(extra))\n" }
        text += "index \(self.index)\n"
        for hash in self.path { text += Base64Text.encode(hash.bytes) + "\n" }
        return text + "\n" + self.checkpoint.serialized
    }

    /// Reads what `text` writes and nothing else; any bytes give a proof or an error.
    package init(text bytes: [UInt8]) throws(AuditingError) {
        guard bytes.count <= Self.longestText else { throw Self.malformed("it is too long") }
        var lines = TextLines(bytes[...])
        guard lines.next() == Self.header else { throw Self.malformed("it does not begin with \(Self.header)") }
        var line = lines.next()
        var extra: [UInt8]?
        if let field = line, let text = Self.value(of: "extra", in: field) {
            guard let decoded = Base64Text.decode(text), decoded.count <= Self.mostExtra else {
                throw Self.malformed("its extra data is no base64, or too long")
            }
            extra = decoded
            line = lines.next()
        }
        guard let field = line, let digits = Self.value(of: "index", in: field), let index = DecimalText.parse(digits)
        else { throw Self.malformed("it has no index") }
        self.init(index: index, path: try Self.path(&lines), checkpoint: try SignedNote(lines.rest), extra: extra)
    }

    /// Reads the hashes and the empty line behind them.
    private static func path(_ lines: inout TextLines) throws(AuditingError) -> [Digest256] {
        var path: [Digest256] = []
        while let line = lines.next(), !line.isEmpty {
            let hash = Base64Text.decode(line).flatMap(Digest256.init(bytes:))
            guard let hash, path.count < InclusionProof.longestPath else {
                throw self.malformed("its path is no run of at most \(InclusionProof.longestPath) hashes")
            }
            path.append(hash)
        }
        return path
    }

    private static func value(of name: String, in line: String) -> Substring? {
        line.utf8.starts(with: "\(name) ".utf8) ? line.dropFirst(name.utf8.count + 1) : nil
    }

    private static func malformed(_ what: String) -> AuditingError {
        .init(.proofMalformed, "malformed proof: \(what)")
    }
}
