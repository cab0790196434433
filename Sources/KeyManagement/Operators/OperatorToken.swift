import Keys

/// The text of operator keys: `gko_op_<id>_<secret><check>`, unknown to the gateway.
enum OperatorToken {
    static let tag = "op"

    /// What a person recognises the key by.
    static func hint(_ id: OperatorID, _ secret: MintedSecret) -> String {
        TokenHint.text(prefix: Operator.tokenPrefix, tag: self.tag, id: id, suffix: secret.hintSuffix)
    }

    /// Whether the bytes before the id are those of an operator key.
    static func isOperatorToken(_ token: Span<UInt8>, _ parts: TokenParts) -> Bool {
        let start = Array("\(Operator.tokenPrefix)_\(self.tag)_".utf8)
        guard parts.idOffset == start.count else { return false }
        return start.indices.allSatisfy { token[$0] == start[$0] }
    }
}
