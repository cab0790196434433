/// Reads one JSON document (RFC 8259) and refuses what readers disagree about: repeated names, lone surrogates, bytes
/// that are not UTF-8, depth beyond a bound, anything after the document.
struct JSONParser {
    /// Deepest nesting of arrays and objects.
    static let deepest = 32
    /// Most members of one object.
    static let mostMembers = 256

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The document the bytes are.
    static func parse(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSONValue {
        var parser = Self(bytes)
        let value = try parser.value()
        parser.skipSpace()
        guard parser.position == bytes.count else { throw parser.error("nothing may follow the document") }
        return value
    }

    private mutating func value() throws(JSONSyntaxError) -> JSONValue {
        self.skipSpace()
        guard self.position < self.bytes.count else { throw self.error("a value is missing") }
        switch self.bytes[self.position] {
        case UInt8(ascii: "{"): return try self.nested { parser throws(JSONSyntaxError) in try parser.object() }
        case UInt8(ascii: "["): return try self.nested { parser throws(JSONSyntaxError) in try parser.array() }
        case UInt8(ascii: "\""): return .string(try self.string())
        case UInt8(ascii: "t"): return try self.word("true", .bool(true))
        case UInt8(ascii: "f"): return try self.word("false", .bool(false))
        case UInt8(ascii: "n"): return try self.word("null", .null)
        default: return try self.number()
        }
    }

    private mutating func nested(
        _ body: (inout Self) throws(JSONSyntaxError) -> JSONValue
    ) throws(JSONSyntaxError) -> JSONValue {
        self.depth += 1
        guard self.depth <= Self.deepest else { throw self.error("nested deeper than \(Self.deepest)") }
        self.position += 1
        let value = try body(&self)
        self.depth -= 1
        return value
    }

    private mutating func object() throws(JSONSyntaxError) -> JSONValue {
        var members: [JSONMember] = []
        var names: Set<String> = []
        self.skipSpace()
        if self.take("}") { return .object([]) }
        repeat {
            self.skipSpace()
            guard members.count < Self.mostMembers else { throw self.error("an object has too many members") }
            let start = self.position
            let name = try self.string()
            guard names.insert(name).inserted else {
                self.position = start
                throw self.error("a name is repeated")
            }
            self.skipSpace()
            guard self.take(":") else { throw self.error("a colon is missing") }
            members.append(.init(name: name, value: try self.value()))
            self.skipSpace()
        } while self.take(",")
        guard self.take("}") else { throw self.error("a comma or the end of the object is missing") }
        return .object(members)
    }

    private mutating func array() throws(JSONSyntaxError) -> JSONValue {
        var values: [JSONValue] = []
        self.skipSpace()
        if self.take("]") { return .array([]) }
        repeat {
            values.append(try self.value())
            self.skipSpace()
        } while self.take(",")
        guard self.take("]") else { throw self.error("a comma or the end of the array is missing") }
        return .array(values)
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
        for byte in word.description.utf8 {
            guard self.position < self.bytes.count, self.bytes[self.position] == byte else {
                throw self.error("no such literal")
            }
            self.position += 1
        }
        return value
    }

    mutating func skipSpace() {
        while self.position < self.bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(self.bytes[self.position]) {
            self.position += 1
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard self.position < self.bytes.count, self.bytes[self.position] == UInt8(ascii: character) else {
            return false
        }
        self.position += 1
        return true
    }

    private func error(_ message: String) -> JSONSyntaxError {
        .init(message: message, offset: self.position)
    }
}

extension JSONParser {
    private mutating func number() throws(JSONSyntaxError) -> JSONValue {
        let start = self.position
        _ = self.take("-")
        if !self.take("0") { guard self.digits() > 0 else { throw self.error("no value begins like this") } }
        var isWhole = true
        if self.take(".") {
            isWhole = false
            guard self.digits() > 0 else { throw self.error("a digit is missing") }
        }
        if self.take("e") || self.take("E") {
            isWhole = false
            _ = self.take("+") || self.take("-")
            guard self.digits() > 0 else { throw self.error("a digit is missing") }
        }
        let text = String(decoding: self.bytes[start..<self.position], as: Unicode.ASCII.self)
        if isWhole, let integer = Int64(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else { throw self.error("a number out of range") }
        return Int64(exactly: number).map(JSONValue.integer) ?? .number(number)
    }

    private mutating func digits() -> Int {
        let start = self.position
        while self.position < self.bytes.count, (self.bytes[self.position] &- 0x30) < 10 { self.position += 1 }
        return self.position - start
    }

    private mutating func string() throws(JSONSyntaxError) -> String {
        guard self.take("\"") else { throw self.error("a string is missing") }
        var text: [UInt8] = []
        while self.position < self.bytes.count {
            let byte = self.bytes[self.position]
            self.position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw self.error("not UTF-8") }
                return string
            case UInt8(ascii: "\\"): text += try self.escape()
            case 0..<0x20: throw self.error("a control character in a string")
            default: text.append(byte)
            }
        }
        throw self.error("the end of a string is missing")
    }

    private mutating func escape() throws(JSONSyntaxError) -> [UInt8] {
        guard self.position < self.bytes.count else { throw self.error("the end of a string is missing") }
        let byte = self.bytes[self.position]
        self.position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0c]
        case UInt8(ascii: "n"): return [0x0a]
        case UInt8(ascii: "r"): return [0x0d]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(Character(try self.scalar())).utf8)
        default: throw self.error("no such escape")
        }
    }

    /// `\uXXXX`, or two of them that are a surrogate pair.
    private mutating func scalar() throws(JSONSyntaxError) -> Unicode.Scalar {
        let first = try self.codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xdc00, self.take("\\"), self.take("u") else { throw self.error("a lone surrogate") }
        let second = try self.codeUnit()
        guard (0xdc00...0xdfff).contains(second),
            let scalar = Unicode.Scalar(0x1_0000 + (first - 0xd800) << 10 + (second - 0xdc00))
        else { throw self.error("a lone surrogate") }
        return scalar
    }

    private mutating func codeUnit() throws(JSONSyntaxError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard self.position < self.bytes.count,
                let digit = Character(Unicode.Scalar(self.bytes[self.position])).hexDigitValue
            else { throw self.error("four hexadecimal digits are missing") }
            value = value << 4 | UInt32(digit)
            self.position += 1
        }
        return value
    }
}
