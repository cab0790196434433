/// An object a person named, found.
struct ResolvedObject: Hashable, Sendable {
    let id: String
    let document: JSONValue

    init?(_ document: JSONValue) {
        guard let id = document["id"]?.string else { return nil }
        self.id = id
        self.document = document
    }

    /// What a person types to confirm.
    var name: String { self.document["name"]?.string ?? self.id }

    /// Whether a reference means this object.
    func isMeant(by reference: ObjectReference) -> Bool {
        switch reference {
        case .id(let id): return self.id == id
        case .name(let name): return self.document["name"]?.string == name
        case .hint(let start, let end):
            guard let hint = self.document["hint"]?.string, let dots = hint.firstIndex(of: "…") else { return false }
            return hint[..<dots] == start && hint[hint.index(after: dots)...] == end
        }
    }
}
