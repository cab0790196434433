/// A JSON value and the line it begins at. Members keep their order.
struct JSONNode: Sendable {
    indirect enum Value: Sendable {
        case null
        case bool(Bool)
        /// As it was written.
        case number(String)
        case string([UInt8])
        case array([JSONNode])
        case object([(name: String, value: JSONNode)])
    }

    let line: Int
    let value: Value

    /// The member of that name; `nil` when there is none, or it is null.
    subscript(name: String) -> JSONNode? {
        guard case .object(let members) = self.value, let found = members.first(where: { $0.name == name })?.value
        else { return nil }
        if case .null = found.value { return nil }
        return found
    }

    var names: [String] {
        if case .object(let members) = self.value { members.map(\.name) } else { [] }
    }

    var elements: [JSONNode]? {
        if case .array(let elements) = self.value { elements } else { nil }
    }

    var isObject: Bool {
        if case .object = self.value { true } else { false }
    }

    func bytes(_ what: String) throws(ImportFault) -> [UInt8] {
        guard case .string(let bytes) = self.value else { throw .init(line: self.line, "\(what) must be a string") }
        return bytes
    }

    func text(_ what: String) throws(ImportFault) -> String {
        String(decoding: try self.bytes(what), as: UTF8.self)
    }

    func flag(_ what: String) throws(ImportFault) -> Bool {
        guard case .bool(let flag) = self.value else { throw .init(line: self.line, "\(what) must be true or false") }
        return flag
    }

    /// A number rounded towards zero, within 2^53.
    func number(_ what: String) throws(ImportFault) -> Int64 {
        guard case .number(let text) = self.value, let number = Double(text), abs(number) <= 9_007_199_254_740_992
        else { throw .init(line: self.line, "\(what) must be a number") }
        return Int64(number)
    }

    func list(_ what: String) throws(ImportFault) -> [JSONNode] {
        guard let elements = self.elements else { throw .init(line: self.line, "\(what) must be an array") }
        return elements
    }

    /// Strings of an array.
    func texts(_ what: String) throws(ImportFault) -> [String] {
        var texts: [String] = []
        for element in try self.list(what) { texts.append(try element.text(what)) }
        return texts
    }
}
