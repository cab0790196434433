import Keys

/// One document as labelled lines: `name  value` for people, `name<tab>value` for programs.
struct DetailView: Sendable {
    let document: JSONValue
    /// Members shown first, in this order; the rest follows by name.
    let order: [String]

    /// Labels in one column, times both relative and exact.
    func lines(isColoured: Bool, now: WallTime) -> [String] {
        let entries = self.entries
        let width = entries.reduce(0) { max($0, DisplayWidth.of($1.name)) }
        return entries.map { entry in
            let label = PlainText.oneLine(entry.name)
            let padding = String(repeating: " ", count: width - DisplayWidth.of(entry.name) + 2)
            let styled = Style.dim.applied(to: label, isColoured: isColoured)
            return styled + padding + self.value(entry, isColoured: isColoured, now: now)
        }
    }

    var tabSeparated: [String] {
        self.entries.map { PlainText.field($0.name) + "\t" + PlainText.field($0.text) }
    }

    private struct Entry {
        let name: String
        let text: String
    }

    private func value(_ entry: Entry, isColoured: Bool, now: WallTime) -> String {
        let text = PlainText.oneLine(entry.text)
        let word = entry.name.split(separator: ".").last.map(String.init) ?? entry.name
        switch Column.kind(ofField: word) {
        case .time:
            guard let moment = WallTime(rfc3339: text) else { return text }
            return "\(text) (\(RelativeTime.text(for: moment, now: now)))"
        case .state: return Style.forState(text).applied(to: text, isColoured: isColoured)
        case .text, .id, .count: return text
        }
    }

    /// The document flattened: `owner.id`, `versions.1.state`; arrays of plain values on one line.
    private var entries: [Entry] {
        guard case .object(let members) = self.document else { return [] }
        let first = self.order.filter { members[$0] != nil }
        let rest = members.keys.filter { !self.order.contains($0) }.sorted()
        return (first + rest).flatMap { name in Self.flatten(name, members[name] ?? .null, depth: 0) }
    }

    private static func flatten(_ name: String, _ value: JSONValue, depth: Int) -> [Entry] {
        switch value {
        case .object(let members) where depth < 6:
            return members.keys.sorted().flatMap {
                Self.flatten("\(name).\($0)", members[$0] ?? .null, depth: depth + 1)
            }
        case .array(let values) where values.contains(where: { $0.object != nil }) && depth < 6:
            return values.enumerated().flatMap {
                Self.flatten("\(name).\($0.offset + 1)", $0.element, depth: depth + 1)
            }
        case .array(let values):
            let texts = values.map { $0.string ?? $0.encoded }
            return [Entry(name: name, text: texts.joined(separator: ", "))]
        case .string(let text): return [Entry(name: name, text: text)]
        case .null: return [Entry(name: name, text: "none")]
        case .bool, .integer, .number, .object: return [Entry(name: name, text: value.encoded)]
        }
    }
}
