import HTTPMachines

/// The path template of a route, taken apart: `/orders/{id}`, `/files/{path...}`, `/files/**`.
struct RouteTemplate: Equatable {
    /// Most segments of a template.
    static let mostSegments = 32
    /// Longest template in bytes.
    static let longest = 1_024

    enum Segment: Equatable {
        /// Compared with the decoded segment of a request.
        case literal([UInt8])
        /// Exactly one segment, not empty.
        case parameter
    }

    let segments: [Segment]
    /// Whether any number of further segments follow, none included.
    let hasRest: Bool

    /// Reads a template; what is wrong with it is said in words.
    init(_ text: String) throws(RoutingError) {
        guard text.utf8.first == 0x2f, text.utf8.count <= Self.longest else {
            throw Self.invalid(text, "begins with / and has at most \(Self.longest) bytes")
        }
        var parts = text.utf8.dropFirst().split(separator: 0x2f, omittingEmptySubsequences: false).map(Array.init)
        self.hasRest = parts.last.map(Self.isRest) ?? false
        if self.hasRest { parts.removeLast() }
        guard parts.count <= Self.mostSegments else {
            throw Self.invalid(text, "has at most \(Self.mostSegments) segments")
        }
        var segments: [Segment] = []
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1 && !self.hasRest
            segments.append(try Self.segment(part, isLast: isLast, of: text))
        }
        self.segments = segments
    }

    private static func segment(_ part: [UInt8], isLast: Bool, of text: String) throws(RoutingError) -> Segment {
        if part.first == 0x7b, part.last == 0x7d, isName(part.dropFirst().dropLast()) { return .parameter }
        guard part.allSatisfy({ ByteClass.isPath($0) && $0 != 0x2a && $0 != 0x3b }) else {
            throw invalid(text, "has segments of letters, digits and -._~!$&'()+,=:@, or {name}, or ** at the end")
        }
        guard !part.isEmpty || isLast else { throw invalid(text, "has no empty segment except at its end") }
        guard part.last != 0x2e else { throw invalid(text, "has no segment that ends with a dot") }
        return .literal(part)
    }

    private static func isRest(_ part: [UInt8]) -> Bool {
        if part == [0x2a, 0x2a] { return true }
        guard part.first == 0x7b, part.suffix(4) == [0x2e, 0x2e, 0x2e, 0x7d] else { return false }
        return isName(part.dropFirst().dropLast(4))
    }

    private static func isName(_ bytes: some Collection<UInt8>) -> Bool {
        !bytes.isEmpty && bytes.allSatisfy { ByteClass.isDigit($0) || ($0 | 0x20) &- 0x61 < 26 || $0 == 0x5f }
    }

    private static func invalid(_ text: String, _ rule: String) -> RoutingError {
        RoutingError(.invalid, "path \(text.debugDescription): a path \(rule)")
    }
}
