/// What a route changes at the beginning of the path of a request that it forwards.
///
/// Both prefixes are whole segments of unreserved characters (RFC 3986, 2.3), which are never escaped in a path that was
/// let in (`PathRules`): so a prefix has one spelling, and what is left after it is as unambiguous as what came.
package struct PathRewrite: Hashable, Sendable {
    /// Most bytes of a prefix.
    package static let longest = 1_024

    /// What is taken off, with a slash before and none behind; may be empty.
    private let stripped: [UInt8]
    /// What is put before the rest; may be empty.
    package let added: [UInt8]

    /// `strip` is taken off, such as `/shop`, and `add` put on, such as `/internal/v2`; `nil` for nothing.
    package init(strip: String?, add: String?) throws(RewriteError) {
        self.stripped = try Self.prefix(strip)
        self.added = try Self.prefix(add)
    }

    /// Whether every path on a template begins with the prefix that is taken off: its first segments are the same text.
    package func fits(template: String) -> Bool {
        let path = Array(template.utf8)
        return path.starts(with: self.stripped) && (path.count == self.stripped.count || self.ends(path))
    }

    /// What of a path and its query goes on behind `added`; it may be empty, or begin with the query. `nil` when the path
    /// does not begin with the prefix.
    package func rest(of head: RequestHead, in bytes: Span<UInt8>) -> ByteRange? {
        let path = head.path
        guard Int(path.count) >= self.stripped.count else { return nil }
        for index in self.stripped.indices where bytes[path.lowerBound + index] != self.stripped[index] { return nil }
        let start = path.lowerBound + self.stripped.count
        guard start == path.upperBound || bytes[start] == 0x2f else { return nil }
        return ByteRange(start: start, end: head.originForm.upperBound)
    }

    /// Whether the path must be given a slash: nothing else is left of it.
    package func leavesNothing(_ head: RequestHead) -> Bool {
        self.added.isEmpty && Int(head.path.count) == self.stripped.count
    }

    private func ends(_ path: [UInt8]) -> Bool { path[self.stripped.count] == 0x2f }

    private static func prefix(_ text: String?) throws(RewriteError) -> [UInt8] {
        guard let text else { return [] }
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.longest else { throw RewriteError("is longer than \(Self.longest) bytes") }
        let segments = bytes.split(separator: 0x2f, omittingEmptySubsequences: false)
        let isPrefix =
            segments.count > 1 && segments[0].isEmpty
            && segments.dropFirst().allSatisfy { segment in
                !segment.isEmpty && segment.last != 0x2e && segment.allSatisfy { ByteClass.isUnreserved($0) }
            }
        guard isPrefix else {
            throw RewriteError("must be like /shop or /shop/v2: A-Z a-z 0-9 - . _ ~, no dot or slash at an end")
        }
        return bytes
    }
}
