import HTTPMachines

/// A path with parameters: `/v1/keys/{key_id}/versions/{number}:revoke`.
///
/// A parameter is a whole segment, or a segment up to a `:verb`; it matches neither `/` nor `:`.
struct PathTemplate: Hashable, Sendable {
    private enum Segment: Hashable, Sendable {
        case literal(String)
        case parameter(name: String, verb: String)
    }

    let text: String
    private let segments: [Segment]

    init(_ text: String) {
        self.text = text
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
        guard parts.first?.isEmpty == true, parts.count == self.segments.count + 1 else { return nil }
        var values: [String: String] = [:]
        for (segment, part) in zip(self.segments, parts.dropFirst()) {
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
