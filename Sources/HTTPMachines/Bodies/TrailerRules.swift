/// Which fields may not come behind a body (RFC 9110, 6.5.1): those for framing, routing, authentication, request
/// modifiers, response control and content format, and every field that means something to us.
enum TrailerRules {
    static func isForbidden(_ name: ByteRange, in bytes: Span<UInt8>) -> Bool {
        guard FieldNames.known(bytes, name) == .other else { return true }
        if ByteText.hasPrefixFoldingSymbols(bytes, name, "content-") { return true }
        if ByteText.hasPrefixFoldingSymbols(bytes, name, "transfer-encoding") { return true }
        if ByteText.hasPrefixFoldingSymbols(bytes, name, "if-") { return true }
        return isControl(name, in: bytes)
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
