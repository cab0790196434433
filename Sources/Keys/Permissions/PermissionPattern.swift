/// What a grant or a denial names: a permission in which `*` stands for exactly one segment or the action, and a final
/// segment `**` for any depth, none included.
package struct PermissionPattern: Hashable, Sendable, CustomStringConvertible, Comparable {
    package let segments: [String]
    package let action: String

    /// Reads `documents:read`, `documents/*:read`, `documents/**:*`; `nil` when the grammar does not hold.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count <= Permission.longest, let colon = text.lastIndex(of: ":") else { return nil }
        let resource = String(text[..<colon])
        let segments = resource.split(separator: "/" as Character, omittingEmptySubsequences: false).map(String.init)
        let action = String(text[text.index(after: colon)...])
        guard (1...Permission.mostSegments).contains(segments.count), Self.isWord(action) || action == "*" else {
            return nil
        }
        for (index, segment) in segments.enumerated() {
            let isLast = index == segments.count - 1
            guard Self.isWord(segment) || segment == "*" || (segment == "**" && isLast) else { return nil }
        }
        self.segments = segments
        self.action = action
    }

    /// Whether the pattern covers more than one permission.
    package var hasWildcard: Bool { self.action == "*" || self.segments.contains { $0 == "*" || $0 == "**" } }

    /// Whether the pattern covers the permission.
    package func covers(_ permission: Permission) -> Bool {
        guard self.action == "*" || self.action == permission.action else { return false }
        let fixed = self.fixed
        guard self.isDeep ? permission.segments.count >= fixed.count : permission.segments.count == fixed.count else {
            return false
        }
        return zip(fixed, permission.segments).allSatisfy { $0 == "*" || $0 == $1 }
    }

    package var description: String { self.segments.joined(separator: "/") + ":" + self.action }

    package static func < (left: Self, right: Self) -> Bool { left.description < right.description }

    init(segments: [String], action: String) {
        self.segments = segments
        self.action = action
    }

    /// Whether any depth is covered below the fixed segments.
    var isDeep: Bool { self.segments.last == "**" }

    /// The segments without a final `**`.
    var fixed: ArraySlice<String> { self.isDeep ? self.segments.dropLast() : self.segments[...] }

    private static func isWord(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { ($0 &- 0x30) < 10 || ($0 &- 0x61) < 26 || $0 == 0x5f || $0 == 0x2d }
    }
}
