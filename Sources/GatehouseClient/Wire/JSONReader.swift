/// Reads one JSON document (RFC 8259) and refuses what readers disagree about: repeated names, lone surrogates, bytes
/// that are not UTF-8, depth beyond a bound, anything after the document.
///
/// The library is alone with swift-http-types, so it reads JSON itself. An answer that says `"valid"` twice must not
/// admit anybody, and general readers take one of the two.
struct JSONReader {
    /// Deepest nesting of arrays and objects.
    static let deepest = 16

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The document the bytes are; `nil` when they are not one. The number of bytes is the caller's to bound.
    static func read(_ bytes: [UInt8]) -> JSONValue? {
        var reader = Self(bytes)
        guard let value = try? reader.value() else { return nil }
        reader.skipSpace()
        return reader.position == bytes.count ? value : nil
    }

    /// The bytes are not JSON. Where and why is nobody's concern here: the answer is refused as a whole.
    private struct Malformed: Error {}

    private mutating func value() throws(Malformed) -> JSONValue {
        self.skipSpace()
        switch self.peek() {
        case UInt8(ascii: "{"): return try self.object()
        case UInt8(ascii: "["): return try self.array()
        case UInt8(ascii: "\""): return .string(try self.string())
        case UInt8(ascii: "t"): return try self.word("true", .bool(true))
        case UInt8(ascii: "f"): return try self.word("false", .bool(false))
        case UInt8(ascii: "n"): return try self.word("null", .null)
        default: return try self.number()
        }
    }

    private mutating func object() throws(Malformed) -> JSONValue {
        try self.descend()
        var members: [String: JSONValue] = [:]
        self.skipSpace()
        if !self.take("}") {
            repeat {
                self.skipSpace()
                let name = try self.string()
                self.skipSpace()
                try self.require(":")
                guard members.updateValue(try self.value(), forKey: name) == nil else { throw Malformed() }
                self.skipSpace()
            } while self.take(",")
            try self.require("}")
        }
        self.depth -= 1
        return .object(members)
    }

    private mutating func array() throws(Malformed) -> JSONValue {
        try self.descend()
        var values: [JSONValue] = []
        self.skipSpace()
        if !self.take("]") {
            repeat {
                values.append(try self.value())
                self.skipSpace()
            } while self.take(",")
            try self.require("]")
        }
        self.depth -= 1
        return .array(values)
    }

    private mutating func descend() throws(Malformed) {
        self.position += 1
        self.depth += 1
        guard self.depth <= Self.deepest else { throw Malformed() }
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(Malformed) -> JSONValue {
        for byte in word.utf8 {
            guard self.peek() == byte else { throw Malformed() }
            self.position += 1
        }
        return value
    }

    private mutating func number() throws(Malformed) -> JSONValue {
        let start = self.position
        _ = self.take("-")
        if !self.take("0") { try self.digits() }
        var isWhole = true
        if self.take(".") {
            isWhole = false
            try self.digits()
        }
        if self.take("e") || self.take("E") {
            isWhole = false
            _ = self.take("+") || self.take("-")
            try self.digits()
        }
        let text = String(decoding: self.bytes[start..<self.position], as: Unicode.ASCII.self)
        if isWhole, let integer = Int64(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else { throw Malformed() }
        return Int64(exactly: number).map(JSONValue.integer) ?? .number(number)
    }

    private mutating func digits() throws(Malformed) {
        let start = self.position
        while let byte = self.peek(), (0x30...0x39).contains(byte) { self.position += 1 }
        guard self.position > start else { throw Malformed() }
    }

    private mutating func skipSpace() {
        while let byte = self.peek(), byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
            self.position += 1
        }
    }

    private func peek() -> UInt8? { self.position < self.bytes.count ? self.bytes[self.position] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard self.peek() == UInt8(ascii: character) else { return false }
        self.position += 1
        return true
    }

    private mutating func require(_ character: Unicode.Scalar) throws(Malformed) {
        guard self.take(character) else { throw Malformed() }
    }
}

extension JSONReader {
    private mutating func string() throws(Malformed) -> String {
        try self.require("\"")
        var text: [UInt8] = []
        while let byte = self.peek() {
            self.position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw Malformed() }
                return string
            case UInt8(ascii: "\\"): text += try self.escape()
            case 0..<0x20: throw Malformed()
            default: text.append(byte)
            }
        }
        throw Malformed()
    }

    private mutating func escape() throws(Malformed) -> [UInt8] {
        guard let byte = self.peek() else { throw Malformed() }
        self.position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0c]
        case UInt8(ascii: "n"): return [0x0a]
        case UInt8(ascii: "r"): return [0x0d]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(Character(try self.scalar())).utf8)
        default: throw Malformed()
        }
    }

    /// `\uXXXX`, or two of them that are a surrogate pair.
    private mutating func scalar() throws(Malformed) -> Unicode.Scalar {
        let first = try self.codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xdc00 else { throw Malformed() }
        try self.require("\\")
        try self.require("u")
        let second = try self.codeUnit()
        guard (0xdc00...0xdfff).contains(second),
            let scalar = Unicode.Scalar(0x1_0000 + (first - 0xd800) << 10 + (second - 0xdc00))
        else { throw Malformed() }
        return scalar
    }

    private mutating func codeUnit() throws(Malformed) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = self.peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw Malformed()
            }
            value = value << 4 | UInt32(digit)
            self.position += 1
        }
        return value
    }
}
