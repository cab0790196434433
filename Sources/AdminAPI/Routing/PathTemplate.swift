import HTTPMachines

/// A path with parameters: `/v1/keys/{key_id}/versions/{number}:revoke`.
///
/// A parameter is a whole segment, or a segment up to a `:verb`; it matches neither `/` nor `:`. The last one may be a whole
/// path: `/v1/audit/tile/{place...}`.
struct PathTemplate: Hashable, Sendable {
    private enum Segment: Hashable, Sendable {
        case literal(String)
        case parameter(name: String, verb: String)
    }

    /// As the OpenAPI document has it, which cannot tell a parameter that is a path from others.
    let text: String
    private let segments: [Segment]
    /// Name of a parameter that takes all segments from the last on.
    private let restName: String?

    init(_ template: String) {
        let text = template.replacing("...}", with: "}")
        self.text = text
        self.restName =
            text == template
            ? nil : template.split(separator: "/" as Character).last.map { String($0.dropFirst().dropLast(4)) }
        self.segments = text.split(separator: "/" as Character).map { part in
            guard part.hasPrefix("{"), let end = part.firstIndex(of: "}") else { return .literal(String(part)) }
            return .parameter(
                name: String(part[part.index(after: part.startIndex)..<end]),
                verb: String(part[part.index(after: end)...]))
        }
    }

    /// The values of the parameters when the path matches; `nil` when it does not. Escapes are read once, inside one
    /// segment.
    func match(_ path: String) -> [String: String]? { self.match(Self.parts(of: path)) }

    /// A path cut at its slashes: once, however many templates it is held against.
    static func parts(of path: String) -> [Substring] {
        path.split(separator: "/" as Character, omittingEmptySubsequences: false)
    }

    /// `match` of a path that is cut already.
    func match(_ parts: [Substring]) -> [String: String]? {
        guard parts.first?.isEmpty == true else { return nil }
        if let name = self.restName { return self.match(parts, rest: name) }
        return self.match(parts[...], self.segments[...])
    }

    private func match(_ parts: [Substring], rest name: String) -> [String: String]? {
        guard parts.count > self.segments.count else { return nil }
        var values = self.match(parts.prefix(self.segments.count), self.segments.dropLast())
        values?[name] = PercentCoding.decode(parts.dropFirst(self.segments.count).joined(separator: "/"))
        return values?[name] == nil ? nil : values
    }

    private func match(_ parts: ArraySlice<Substring>, _ segments: ArraySlice<Segment>) -> [String: String]? {
        guard parts.count == segments.count + 1 else { return nil }
        var values: [String: String] = [:]
        for (segment, part) in zip(segments, parts.dropFirst()) {
            switch segment {
            case .literal(let literal):
                guard part == literal else { return nil }
            case .parameter(let name, let verb):
                guard part.hasSuffix(verb) else { return nil }
                let raw = part.dropLast(verb.count)
                guard !raw.isEmpty, !raw.contains(":"), let value = PercentCoding.decode(raw) else { return nil }
                values[name] = value
            }
        }
        return values
    }
}
