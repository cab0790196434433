/// Which fields may not come behind a body (RFC 9110, 6.5.1): those for framing, routing, authentication, request
/// modifiers, response control and content format, and every field that means something to us. Digests of the content may.
enum TrailerRules {
    static func isForbidden(_ name: ByteRange, in bytes: Span<UInt8>) -> Bool {
        guard FieldNames.known(bytes, name) == .other else { return true }
        if ByteText.hasPrefixFoldingSymbols(bytes, name, "content-") { return !self.isDigest(name, in: bytes) }
        if ByteText.hasPrefixFoldingSymbols(bytes, name, "transfer-encoding") { return true }
        if ByteText.hasPrefixFoldingSymbols(bytes, name, "if-") { return true }
        return isControl(name, in: bytes)
    }

    /// What is known only once the content is there (RFC 9530, 6.4).
    private static func isDigest(_ name: ByteRange, in bytes: Span<UInt8>) -> Bool {
        switch name.count {
        case 11: ByteText.equalsFoldingCase(bytes, name, "content-md5")
        case 14: ByteText.equalsFoldingCase(bytes, name, "content-digest")
        default: false
        }
    }

    private static func isControl(_ name: ByteRange, in bytes: Span<UInt8>) -> Bool {
        switch name.count {
        case 3: ByteText.equalsFoldingCase(bytes, name, "age")
        case 4: ByteText.equalsFoldingCase(bytes, name, "vary")
        case 5: ByteText.equalsFoldingCase(bytes, name, "range")
        case 6: ByteText.equalsFoldingCase(bytes, name, "pragma")
        case 7: ByteText.equalsFoldingCase(bytes, name, "expires")
        case 8: ByteText.equalsFoldingCase(bytes, name, "location")
        case 12: ByteText.equalsFoldingCase(bytes, name, "max-forwards")
        case 13: ByteText.equalsFoldingCase(bytes, name, "cache-control")
        default: false
        }
    }
}
