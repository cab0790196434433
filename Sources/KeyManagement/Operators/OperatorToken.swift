import Keys

/// The text of operator keys: `gko_op_<id>_<secret><check>`, unknown to the gateway.
enum OperatorToken {
    static let prefix = "gko"
    static let tag = "op"

    /// What a person recognises the key by.
    static func hint(_ id: OperatorID, _ secret: MintedSecret) -> String {
        let start = String(decoding: id.characters.prefix(4), as: Unicode.ASCII.self)
        return "\(self.prefix)_\(self.tag)_\(start)…\(secret.hintSuffix)"
    }

    /// Whether the bytes before the id are those of an operator key.
    static func isOperatorToken(_ token: Span<UInt8>, _ parts: TokenParts) -> Bool {
        let start = Array("\(self.prefix)_\(self.tag)_".utf8)
        guard parts.idOffset == start.count else { return false }
        return start.indices.allSatisfy { token[$0] == start[$0] }
    }
}
