import KeyManagement

/// The value of an `Idempotency-Key` header: an RFC 9651 String, or the bare token of older clients.
enum IdempotencyKey {
    private static let longest = WriteOptions.Idempotency.longestKey

    /// Reads the field value; `nil` when it is neither, or not 1 to 255 characters long.
    static func parse(_ value: String) -> String? {
        let bytes = Array(value.utf8)
        guard bytes.count <= 2 * Self.longest + 2 else { return nil }
        let key = bytes.first == 0x22 ? Self.quoted(bytes) : Self.bare(bytes)
        guard let key, (1...Self.longest).contains(key.count) else { return nil }
        return String(decoding: key, as: Unicode.ASCII.self)
    }

    /// RFC 9651, section 4.2.5.
    private static func quoted(_ bytes: [UInt8]) -> [UInt8]? {
        var key: [UInt8] = []
        var index = 1
        while index < bytes.count {
            switch bytes[index] {
            case 0x22: return index == bytes.count - 1 ? key : nil
            case 0x5c:
                index += 1
                guard index < bytes.count, [0x22, 0x5c].contains(bytes[index]) else { return nil }
                key.append(bytes[index])
            case 0x20...0x7e: key.append(bytes[index])
            default: return nil
            }
            index += 1
        }
        return nil
    }

    private static func bare(_ bytes: [UInt8]) -> [UInt8]? {
        bytes.allSatisfy { (0x21...0x7e).contains($0) && $0 != 0x22 && $0 != 0x2c } ? bytes : nil
    }
}
