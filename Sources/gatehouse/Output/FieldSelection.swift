/// What `--fields name,owner.id` keeps of a document.
struct FieldSelection: Hashable, Sendable {
    /// Most fields one may name.
    static let most = 64

    let fields: [String]

    /// Reads a comma-separated list.
    init(parsing text: String) throws(CommandFailure) {
        let fields = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let isNamed = fields.allSatisfy { field in
            !field.isEmpty && field.utf8.count <= 128
                && field.utf8.allSatisfy {
                    (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5f || $0 == 0x2e
                }
        }
        guard isNamed, fields.count <= Self.most else {
            throw .usage("--fields takes names such as “id,name,owner.id”.")
        }
        self.fields = fields
    }

    /// The document with the named members alone. In a list they are chosen in each item.
    func applied(to document: JSONValue) -> JSONValue {
        guard case .object(var members) = document else { return document }
        if case .array(let items)? = members["data"] {
            members["data"] = .array(items.map(self.selected))
            return .object(members)
        }
        return self.selected(document)
    }

    /// Why the fields cannot be had of the document: one is named that neither it nor `known` has. An empty list refuses
    /// nothing.
    func refusal(for document: JSONValue, besides known: [String]) -> CommandFailure? {
        let items = document["data"]?.array ?? [document]
        guard !items.isEmpty else { return nil }
        var names = Set(known.map(Self.outermost))
        for item in items { names.formUnion((item.object ?? [:]).keys) }
        guard let missing = self.fields.first(where: { !names.contains(Self.outermost($0)) }) else { return nil }
        return .usage(
            "There is no field “\(missing)”.", fix: "--fields takes " + names.sorted().joined(separator: ", "))
    }

    private static func outermost(_ field: String) -> String { String(field.prefix { $0 != "." }) }

    private func selected(_ document: JSONValue) -> JSONValue {
        self.fields.reduce(.object([:])) { result, field in
            guard let value = document.value(at: field) else { return result }
            return Self.setting(value, at: field.split(separator: ".").map(String.init)[...], in: result)
        }
    }

    private static func setting(_ value: JSONValue, at path: ArraySlice<String>, in target: JSONValue) -> JSONValue {
        guard let name = path.first else { return value }
        var members = target.object ?? [:]
        members[name] = Self.setting(value, at: path.dropFirst(), in: members[name] ?? .object([:]))
        return .object(members)
    }
}
