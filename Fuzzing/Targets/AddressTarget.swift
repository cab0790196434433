import Keys

/// Both readers of addresses read the same.
enum AddressTarget {
    static func run(_ bytes: [UInt8]) -> Int32 {
        guard let text = String(validating: bytes, as: UTF8.self) else { return 0 }
        precondition(IPAddress(bytes: bytes.span) == IPAddress(text), "bytes are read as text is")
        return 0
    }
}
