/// Reads the canonical JSON of audit leaves and nothing else: what it accepts, `canonicalBytes` writes back byte for
/// byte. Total and bounded: any bytes give a value or an error.
package struct JSONReader {
    /// Deepest nesting.
    package static let deepest = 16
    /// Longest text.
    package static let longest = 1 << 20

    private let bytes: [UInt8]
    private var position = 0

    /// Reads one value that must be the whole text and in canonical form.
    package static func value(in bytes: [UInt8]) throws(AuditingError) -> JSONValue {
        guard bytes.count <= self.longest else { throw Self.malformed("it is too long") }
        var reader = Self(bytes: bytes)
        let value = try reader.value(depth: 0)
        // Comparing with what would be written is what makes member order, escapes and digits strict.
        guard reader.position == bytes.count, value.canonicalBytes == bytes else {
            throw Self.malformed("it is not in canonical form")
        }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private static func malformed(_ what: String) -> AuditingError {
        .init(.leafMalformed, "malformed audit leaf: \(what)")
    }

    private var next: UInt8? { self.position < self.bytes.count ? self.bytes[self.position] : nil }

    private mutating func value(depth: Int) throws(AuditingError) -> JSONValue {
        guard depth < Self.deepest else { throw Self.malformed("it is nested too deeply") }
        switch self.next {
        case UInt8(ascii: "{"): return try self.object(depth: depth)
        case UInt8(ascii: "["): return try self.array(depth: depth)
        case UInt8(ascii: "\""): return .string(try self.string())
        case UInt8(ascii: "t"): return try self.word("true", .bool(true))
        case UInt8(ascii: "f"): return try self.word("false", .bool(false))
        case UInt8(ascii: "n"): return try self.word("null", .null)
        default: return try self.number()
        }
    }

    private mutating func word(_ text: StaticString, _ value: JSONValue) throws(AuditingError) -> JSONValue {
        let end = self.position + text.utf8CodeUnitCount
        guard end <= self.bytes.count, self.bytes[self.position..<end].elementsEqual(text.description.utf8) else {
            throw Self.malformed("an unknown word")
        }
        self.position = end
        return value
    }

    private mutating func number() throws(AuditingError) -> JSONValue {
        let start = self.position
        while let byte = self.next, byte == UInt8(ascii: "-") || (byte &- 0x30) < 10 { self.position += 1 }
        let text = String(decoding: self.bytes[start..<self.position], as: UTF8.self)
        guard self.position - start <= 17, let value = Int64(text) else { throw Self.malformed("no such number") }
        return .integer(value)
    }

    private mutating func expect(_ byte: UInt8) throws(AuditingError) {
        guard self.next == byte else { throw Self.malformed("a mark is missing") }
        self.position += 1
    }

    /// Passes over a comma and says that there is more, or over the closing mark.
    private mutating func hasMore(until end: UInt8) throws(AuditingError) -> Bool {
        if self.next == UInt8(ascii: ",") {
            self.position += 1
            return true
        }
        try self.expect(end)
        return false
    }

    private mutating func array(depth: Int) throws(AuditingError) -> JSONValue {
        try self.expect(UInt8(ascii: "["))
        var elements: [JSONValue] = []
        guard self.next != UInt8(ascii: "]") else {
            self.position += 1
            return .array(elements)
        }
        repeat { elements.append(try self.value(depth: depth + 1)) } while try self.hasMore(until: UInt8(ascii: "]"))
        return .array(elements)
    }

    private mutating func object(depth: Int) throws(AuditingError) -> JSONValue {
        try self.expect(UInt8(ascii: "{"))
        var members: [String: JSONValue] = [:]
        guard self.next != UInt8(ascii: "}") else {
            self.position += 1
            return .object(members)
        }
        repeat {
            let name = try self.string()
            try self.expect(UInt8(ascii: ":"))
            guard members.updateValue(try self.value(depth: depth + 1), forKey: name) == nil else {
                throw Self.malformed("a member is there twice")
            }
        } while try self.hasMore(until: UInt8(ascii: "}"))
        return .object(members)
    }

    private mutating func string() throws(AuditingError) -> String {
        try self.expect(UInt8(ascii: "\""))
        var text: [UInt8] = []
        while let byte = self.next, byte != UInt8(ascii: "\"") {
            self.position += 1
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            text.append(try self.escaped())
        }
        try self.expect(UInt8(ascii: "\""))
        guard let string = String(validating: text, as: UTF8.self) else { throw Self.malformed("text is not UTF-8") }
        return string
    }

    private mutating func escaped() throws(AuditingError) -> UInt8 {
        guard let byte = self.next else { throw Self.malformed("it ends early") }
        self.position += 1
        switch byte {
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "n"): return 0x0a
        case UInt8(ascii: "f"): return 0x0c
        case UInt8(ascii: "r"): return 0x0d
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): return byte
        case UInt8(ascii: "u"): return try self.control()
        default: throw Self.malformed("an unknown escape")
        }
    }

    /// The four digits after `\u`, which canonical form uses for control characters alone.
    private mutating func control() throws(AuditingError) -> UInt8 {
        guard self.bytes.count - self.position >= 4 else { throw Self.malformed("it ends early") }
        let digits = self.bytes[self.position..<(self.position + 4)]
        self.position += 4
        guard digits.starts(with: "00".utf8), !digits.contains(UInt8(ascii: "+")),
            let code = UInt8(String(decoding: digits.dropFirst(2), as: UTF8.self), radix: 16), code < 0x20
        else { throw Self.malformed("an escape that canonical form does not use") }
        return code
    }
}
