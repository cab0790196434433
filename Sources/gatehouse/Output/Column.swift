import Keys

/// One column of a list: where its value lies in the document and how a person reads it.
struct Column: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case text
        /// Never cut: an id has to be copied whole.
        case id
        case state
        case time
        /// Right-aligned.
        case count
    }

    let title: String
    /// Dotted: `owner.id`.
    let path: String
    let kind: Kind

    init(_ title: String, _ path: String, _ kind: Kind = .text) {
        self.title = title
        self.path = path
        self.kind = kind
    }

    /// The columns `--fields` names.
    init(field: String, among known: [Column]) {
        self = known.first { $0.path == field } ?? .init(field.uppercased(), field, Self.kind(ofField: field))
    }

    /// For people: relative times, nothing that could harm a terminal.
    func cell(of document: JSONValue, now: WallTime) -> Cell {
        let text = PlainText.oneLine(self.text(of: document))
        switch self.kind {
        case .state: return Cell(text: text, style: .forState(text))
        case .time:
            let relative = WallTime(rfc3339: text).map { RelativeTime.text(for: $0, now: now) }
            return Cell(text: relative ?? text, style: .plain)
        case .text, .id, .count: return Cell(text: text, style: .plain)
        }
    }

    /// For programs: the value as the API gave it.
    func field(of document: JSONValue) -> String { PlainText.field(self.text(of: document)) }

    private func text(of document: JSONValue) -> String {
        document.value(at: self.path).map(Self.text) ?? ""
    }

    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .null: ""
        case .string(let text): text
        case .array(let values): values.map(Self.text).joined(separator: ",")
        case .bool, .integer, .number, .object: value.encoded
        }
    }

    /// By the naming rules of the API: times end in `_at`.
    static func kind(ofField field: String) -> Kind {
        if field.hasSuffix("_at") || field == "at" || field.hasSuffix(".at") { return .time }
        if field == "id" || field.hasSuffix("_id") || field.hasSuffix(".id") { return .id }
        return field == "state" ? .state : .text
    }
}
