/// Reads a JSON document (RFC 8259) with the line of every value, and refuses what readers disagree about: repeated names,
/// lone surrogates, text that is not UTF-8, depth beyond a bound, anything after the document.
struct JSONReader {
    static let deepest = 32
    static let mostMembers = 512

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var depth = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    static func read(_ bytes: [UInt8]) throws(ImportFault) -> JSONNode {
        var reader = Self(bytes)
        let node = try reader.node()
        reader.skipSpace()
        guard reader.position == bytes.count else { throw reader.fault("something follows the JSON document") }
        return node
    }

    private mutating func node() throws(ImportFault) -> JSONNode {
        self.skipSpace()
        let line = self.line
        return .init(line: line, value: try self.value())
    }

    private mutating func value() throws(ImportFault) -> JSONNode.Value {
        switch self.peek {
        case 0x7b: return try self.nested { reader throws(ImportFault) in try reader.object() }
        case 0x5b: return try self.nested { reader throws(ImportFault) in try reader.array() }
        case 0x22: return .string(try self.string())
        case 0x74: return try self.word("true", .bool(true))
        case 0x66: return try self.word("false", .bool(false))
        case 0x6e: return try self.word("null", .null)
        default: return try self.number()
        }
    }

    private mutating func nested(
        _ body: (inout Self) throws(ImportFault) -> JSONNode.Value
    ) throws(ImportFault) -> JSONNode.Value {
        self.depth += 1
        guard self.depth <= Self.deepest else { throw self.fault("the JSON is nested deeper than \(Self.deepest)") }
        self.position += 1
        let value = try body(&self)
        self.depth -= 1
        return value
    }

    private mutating func object() throws(ImportFault) -> JSONNode.Value {
        var members: [(name: String, value: JSONNode)] = []
        var names: Set<String> = []
        self.skipSpace()
        if self.take(0x7d) { return .object([]) }
        repeat {
            self.skipSpace()
            let name = String(decoding: try self.string(), as: UTF8.self)
            guard members.count < Self.mostMembers, names.insert(name).inserted else {
                throw self.fault("an object repeats a name, or has more than \(Self.mostMembers) members")
            }
            self.skipSpace()
            guard self.take(0x3a) else { throw self.fault("a colon is missing") }
            members.append((name, try self.node()))
            self.skipSpace()
        } while self.take(0x2c)
        guard self.take(0x7d) else { throw self.fault("a comma or the end of an object is missing") }
        return .object(members)
    }

    private mutating func array() throws(ImportFault) -> JSONNode.Value {
        var elements: [JSONNode] = []
        self.skipSpace()
        if self.take(0x5d) { return .array([]) }
        repeat {
            elements.append(try self.node())
            self.skipSpace()
        } while self.take(0x2c)
        guard self.take(0x5d) else { throw self.fault("a comma or the end of an array is missing") }
        return .array(elements)
    }

    private mutating func word(_ word: StaticString, _ value: JSONNode.Value) throws(ImportFault) -> JSONNode.Value {
        for byte in word.description.utf8 {
            guard self.take(byte) else { throw self.fault("a value is none of JSON's") }
        }
        return value
    }

    private mutating func number() throws(ImportFault) -> JSONNode.Value {
        let start = self.position
        _ = self.take(0x2d)
        if !self.take(0x30) { guard self.digits() else { throw self.fault("a value is none of JSON's") } }
        if self.take(0x2e) { guard self.digits() else { throw self.fault("a number has no digits") } }
        if self.take(0x65) || self.take(0x45) {
            _ = self.take(0x2b) || self.take(0x2d)
            guard self.digits() else { throw self.fault("a number has no digits") }
        }
        guard self.position - start <= 64 else { throw self.fault("a number has too many digits") }
        return .number(String(decoding: self.bytes[start..<self.position], as: Unicode.ASCII.self))
    }

    private mutating func digits() -> Bool {
        let start = self.position
        while self.position < self.bytes.count, (self.bytes[self.position] &- 0x30) < 10 { self.position += 1 }
        return self.position > start
    }

    // MARK: Bytes

    private var peek: UInt8 { self.position < self.bytes.count ? self.bytes[self.position] : 0 }

    private mutating func skipSpace() {
        while self.position < self.bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(self.bytes[self.position]) {
            if self.bytes[self.position] == 0x0a { self.line += 1 }
            self.position += 1
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard self.position < self.bytes.count, self.bytes[self.position] == byte else { return false }
        self.position += 1
        return true
    }

    private func fault(_ detail: String) -> ImportFault { .init(line: self.line, detail) }
}

extension JSONReader {
    private mutating func string() throws(ImportFault) -> [UInt8] {
        guard self.take(0x22) else { throw self.fault("a string is missing") }
        var text: [UInt8] = []
        while self.position < self.bytes.count {
            let byte = self.bytes[self.position]
            self.position += 1
            switch byte {
            case 0x22:
                guard String(validating: text, as: UTF8.self) != nil else { throw self.fault("a string is not UTF-8") }
                return text
            case 0x5c: text += try self.escape()
            case 0..<0x20: throw self.fault("a control character stands in a string")
            default: text.append(byte)
            }
        }
        throw self.fault("the end of a string is missing")
    }

    private mutating func escape() throws(ImportFault) -> [UInt8] {
        let byte = self.peek
        self.position += 1
        switch byte {
        case 0x22, 0x5c, 0x2f: return [byte]
        case 0x62: return [0x08]
        case 0x66: return [0x0c]
        case 0x6e: return [0x0a]
        case 0x72: return [0x0d]
        case 0x74: return [0x09]
        case 0x75: return Array(String(Character(try self.scalar())).utf8)
        default: throw self.fault("a string has an escape that JSON does not know")
        }
    }

    /// `\uXXXX`, or two of them that are a surrogate pair.
    private mutating func scalar() throws(ImportFault) -> Unicode.Scalar {
        let first = try self.codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xdc00, self.take(0x5c), self.take(0x75) else { throw self.fault("a surrogate stands alone") }
        let second = try self.codeUnit()
        guard (0xdc00...0xdfff).contains(second),
            let scalar = Unicode.Scalar(0x1_0000 + (first - 0xd800) << 10 + (second - 0xdc00))
        else { throw self.fault("a surrogate stands alone") }
        return scalar
    }

    private mutating func codeUnit() throws(ImportFault) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(self.peek)).hexDigitValue, self.position < self.bytes.count
            else { throw self.fault("an escape has fewer than four hexadecimal digits") }
            value = value << 4 | UInt32(digit)
            self.position += 1
        }
        return value
    }
}
