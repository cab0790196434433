import JSONText

extension JSONValue {
    /// Most members of one object.
    static let mostMembers = 256

    /// Reads the one document that the bytes are.
    init(reading bytes: [UInt8]) throws(JSONFault) {
        var reader = JSONReader()
        self = try Self.value(bytes.span, &reader)
        try reader.finish(bytes.span)
    }

    private static func value(_ bytes: Span<UInt8>, _ reader: inout JSONReader) throws(JSONFault) -> Self {
        switch try reader.kind(bytes) {
        case .object: return try self.object(bytes, &reader)
        case .array: return try self.array(bytes, &reader)
        case .string: return .string(try reader.string(bytes).text(in: bytes))
        case .number: return try self.number(bytes, &reader)
        case .boolean: return .bool(try reader.boolean(bytes))
        case .null:
            try reader.null(bytes)
            return .null
        }
    }

    private static func object(_ bytes: Span<UInt8>, _ reader: inout JSONReader) throws(JSONFault) -> Self {
        var members: [JSONMember] = []
        var names = MemberNames(most: Self.mostMembers)
        var isFirst = true
        try reader.beginObject(bytes)
        while let string = try reader.nextMember(bytes, isFirst: &isFirst) {
            let name = string.text(in: bytes)
            try names.insert(name, at: string.start)
            members.append(.init(name: name, value: try self.value(bytes, &reader)))
        }
        return .object(members)
    }

    private static func array(_ bytes: Span<UInt8>, _ reader: inout JSONReader) throws(JSONFault) -> Self {
        var values: [Self] = []
        var isFirst = true
        try reader.beginArray(bytes)
        while try reader.nextElement(bytes, isFirst: &isFirst) { values.append(try self.value(bytes, &reader)) }
        return .array(values)
    }

    /// `1e2` and `1.0` are whole numbers too.
    private static func number(_ bytes: Span<UInt8>, _ reader: inout JSONReader) throws(JSONFault) -> Self {
        let number = try reader.number(bytes)
        if let integer = number.integer { return .integer(integer) }
        let value = try number.double(in: bytes)
        return Int64(exactly: value).map(Self.integer) ?? .number(value)
    }
}
