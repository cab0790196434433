import HTTPMachines
import KeyManagement
import Keys

/// Reads the parameters of a query and collects every fault, as `ObjectReader` does for bodies.
struct QueryReader {
    /// Most parameters of one request.
    static let most = 32

    private let parameters: [(name: String, value: String)]
    private var known: [String] = []
    private var faults: [FieldFault] = []

    /// Splits the query; a parameter that is repeated or not UTF-8 is refused.
    init(_ query: String) throws(FieldFaults) {
        var parameters: [(name: String, value: String)] = []
        for part in query.split(separator: "&" as Character) {
            let sides = part.split(separator: "=" as Character, maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentCoding.decode(sides[0], plusIsSpace: true),
                let value = PercentCoding.decode(sides.count == 2 ? sides[1] : "", plusIsSpace: true)
            else { throw .init("query", .malformed, "the query is not percent-encoded UTF-8") }
            guard !parameters.contains(where: { $0.name == name }) else {
                throw .init(ObjectReader.join("query", name), .repeated, "the parameter is repeated")
            }
            guard parameters.count < Self.most else {
                throw .init("query", .outOfRange, "at most \(Self.most) parameters are allowed")
            }
            parameters.append((name, value))
        }
        self.parameters = parameters
    }

    /// The parameter's value as the field reads text; `nil` when it is absent.
    mutating func optional<Value>(_ name: String, _ field: Field<Value>) -> Value? {
        self.known.append(name)
        guard let text = self.parameters.first(where: { $0.name == name })?.value else { return nil }
        do throws(FieldFaults) {
            return try field.read(.string(text), ObjectReader.join("query", name))
        } catch {
            self.faults += error.faults
            return nil
        }
    }

    /// `true` or `false`; absent is `false`.
    mutating func flag(_ name: String) -> Bool {
        self.optional(name, .parsed("true or false") { ["true": true, "false": false][$0] }) ?? false
    }

    /// `limit` and `cursor`: which part of a list.
    mutating func page() -> PageRequest {
        let limit = self.optional("limit", Self.limit)
        let cursor = self.optional("cursor", .word(512))
        return .init(limit: limit, cursor: cursor)
    }

    /// `limit` of what has no pages: how much at once; what is more than `most` is cut down.
    mutating func limit(else usual: Int, most: Int) -> Int { min(self.optional("limit", Self.limit) ?? usual, most) }

    /// A number as large as anyone likes; what is more than a page holds is cut down.
    private static let limit = Field<Int>.parsed("a whole number from 1 to 2147483647") { text in
        guard (1...10).contains(text.utf8.count), text.utf8.allSatisfy({ ($0 &- 0x30) < 10 }), let number = Int(text),
            (1...Int(Int32.max)).contains(number)
        else { return nil }
        return min(number, PageRequest.mostLimit)
    }

    /// Several words of a closed set, separated by commas.
    mutating func choices<Value>(_ name: String, of type: Value.Type) -> Set<Value>?
    where Value: RawRepresentable & CaseIterable & Hashable & Sendable, Value.RawValue == String {
        let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
        return self.optional(
            name,
            Field<Set<Value>>.parsed("one or more of \(words), each once, separated by commas,") { text in
                let values = text.split(separator: ",", omittingEmptySubsequences: false).map {
                    Value(rawValue: String($0))
                }
                let known = Set(values.compactMap(\.self))
                return known.count == values.count && !known.isEmpty ? known : nil
            })
    }

    /// Ends the reading: parameters nobody asked for are refused.
    mutating func finish() throws(FieldFaults) {
        for parameter in self.parameters where !self.known.contains(parameter.name) {
            let nearest = NearestName.of(parameter.name, among: self.known)
            let hint = nearest.map { "; did you mean “\($0)”?" } ?? ""
            self.faults.append(
                .init(
                    pointer: ObjectReader.join("query", parameter.name), code: .unknownParameter,
                    detail: "there is no such parameter" + hint))
        }
        guard self.faults.isEmpty else { throw .init(self.faults) }
    }
}
