import Keys

/// What may not come in as the token of an imported key, and why. Never quotes it.
enum ForeignCredentialCheck {
    /// Why not; `nil` when it may.
    static func fault(of credential: ImportedCredential, _ strength: DeclaredStrength) -> String? {
        switch credential {
        case .unprovable: nil
        case .hash(let hash, let digest):
            digest.bytes.count == hash.length
                ? nil : "the hash has \(digest.bytes.count) bytes; \(hash.rawValue) has \(hash.length)"
        case .token(let token): Self.fault(ofToken: token.bytes, strength)
        }
    }

    private static func fault(ofToken token: [UInt8], _ strength: DeclaredStrength) -> String? {
        guard ForeignToken.isAdmissible(token.span) else {
            return """
                the token is not \(ForeignToken.shortest) to \(ForeignToken.longest) visible ASCII characters, \
                so nobody could present it
                """
        }
        guard TokenParts(token.span) == nil else { return "the token has the shape of a Gatehouse token" }
        let drawn = token.count { strength.generator.contains($0) }
        guard drawn >= strength.length else {
            return """
                the token has \(drawn) characters of \(strength.generator.rawValue), fewer than the \
                \(strength.length) declared
                """
        }
        return nil
    }
}

extension TokenGenerator {
    /// Whether the byte may be one of its characters.
    func contains(_ byte: UInt8) -> Bool {
        let isDigit = (byte &- 0x30) < 10
        let letter = (byte | 0x20) &- 0x61
        switch self {
        case .digits: return isDigit
        case .hex, .uuid4: return isDigit || letter < 6
        case .base32: return letter < 26 || isDigit
        case .base36, .base58, .base62: return isDigit || letter < 26
        case .base64: return isDigit || letter < 26 || [0x2b, 0x2d, 0x2f, 0x5f].contains(byte)
        case .chosen: return true
        }
    }
}
