import JSONText

extension JSONValue {
    /// Longest text that is read, in bytes.
    package static let longestText = 1 << 20

    /// Reads canonical JSON and nothing else: what is accepted, `canonicalBytes` writes back byte for byte. Total and
    /// bounded: any bytes give a value or an error.
    package init(canonical bytes: [UInt8]) throws(AuditingError) {
        guard bytes.count <= Self.longestText else { throw Self.malformed("it is too long") }
        do throws(JSONFault) {
            var reader = JSONReader()
            self = try Self.value(bytes.span, &reader)
            try reader.finish(bytes.span)
        } catch {
            throw Self.malformed("\(error.message)")
        }
        // Comparing with what would be written is what makes member order, escapes, digits and white space strict.
        guard self.canonicalBytes == bytes else { throw Self.malformed("it is not in canonical form") }
    }

    private static func malformed(_ what: String) -> AuditingError {
        .init(.leafMalformed, "malformed audit leaf: \(what)")
    }

    private static func value(_ bytes: Span<UInt8>, _ reader: inout JSONReader) throws(JSONFault) -> Self {
        switch try reader.kind(bytes) {
        case .object: return .object(try self.members(bytes, &reader))
        case .array: return .array(try self.elements(bytes, &reader))
        case .string: return .string(try reader.string(bytes).text(in: bytes))
        case .number: return .integer(try reader.integer(bytes, in: -Self.largestNumber...Self.largestNumber))
        case .boolean: return .bool(try reader.boolean(bytes))
        case .null:
            try reader.null(bytes)
            return .null
        }
    }

    private static func members(
        _ bytes: Span<UInt8>, _ reader: inout JSONReader
    ) throws(JSONFault) -> [String: Self] {
        var members: [String: Self] = [:]
        var isFirst = true
        try reader.beginObject(bytes)
        while let string = try reader.nextMember(bytes, isFirst: &isFirst) {
            let value = try self.value(bytes, &reader)
            guard members.updateValue(value, forKey: string.text(in: bytes)) == nil else {
                throw .init(.repeatedMember, at: string.start)
            }
        }
        return members
    }

    private static func elements(_ bytes: Span<UInt8>, _ reader: inout JSONReader) throws(JSONFault) -> [Self] {
        var elements: [Self] = []
        var isFirst = true
        try reader.beginArray(bytes)
        while try reader.nextElement(bytes, isFirst: &isFirst) { elements.append(try self.value(bytes, &reader)) }
        return elements
    }
}
