import JSONText

extension JSONNode {
    /// Most members of one object.
    static let mostMembers = 512
    /// Most characters of a number.
    private static let longestNumber = 64

    /// Reads the one document that the bytes are.
    init(reading bytes: [UInt8]) throws(ImportFault) {
        var lines = LineCounter()
        var reader = JSONReader()
        do throws(JSONFault) {
            self = try Self.node(bytes.span, &reader, &lines)
            try reader.finish(bytes.span)
        } catch {
            throw .init(line: lines.line(at: error.offset, in: bytes.span), "\(error.message)")
        }
    }

    private static func node(
        _ bytes: Span<UInt8>, _ reader: inout JSONReader, _ lines: inout LineCounter
    ) throws(JSONFault) -> Self {
        let kind = try reader.kind(bytes)
        let line = lines.line(at: reader.position, in: bytes)
        switch kind {
        case .object: return .init(line: line, value: .object(try self.members(bytes, &reader, &lines)))
        case .array: return .init(line: line, value: .array(try self.elements(bytes, &reader, &lines)))
        case .string: return .init(line: line, value: .string(try reader.string(bytes).bytes(in: bytes)))
        case .number: return .init(line: line, value: .number(try self.number(bytes, &reader)))
        case .boolean: return .init(line: line, value: .bool(try reader.boolean(bytes)))
        case .null:
            try reader.null(bytes)
            return .init(line: line, value: .null)
        }
    }

    private static func members(
        _ bytes: Span<UInt8>, _ reader: inout JSONReader, _ lines: inout LineCounter
    ) throws(JSONFault) -> [(name: String, value: Self)] {
        var members: [(name: String, value: Self)] = []
        var names = MemberNames(most: Self.mostMembers)
        var isFirst = true
        try reader.beginObject(bytes)
        while let string = try reader.nextMember(bytes, isFirst: &isFirst) {
            let name = string.text(in: bytes)
            try names.insert(name, at: string.start)
            members.append((name, try self.node(bytes, &reader, &lines)))
        }
        return members
    }

    private static func elements(
        _ bytes: Span<UInt8>, _ reader: inout JSONReader, _ lines: inout LineCounter
    ) throws(JSONFault) -> [Self] {
        var elements: [Self] = []
        var isFirst = true
        try reader.beginArray(bytes)
        while try reader.nextElement(bytes, isFirst: &isFirst) {
            elements.append(try self.node(bytes, &reader, &lines))
        }
        return elements
    }

    private static func number(_ bytes: Span<UInt8>, _ reader: inout JSONReader) throws(JSONFault) -> String {
        let number = try reader.number(bytes)
        guard number.end - number.start <= Self.longestNumber else { throw .init(.numberOutOfRange, at: number.start) }
        return number.text(in: bytes)
    }
}
