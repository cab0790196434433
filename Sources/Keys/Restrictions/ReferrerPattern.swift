/// A page that a browser may name in `Referer` (RFC 9110, 10.1.3), in the words that Google's keys for browsers know:
/// `https://www.example.com/*`, `*.example.com/*`, `example.com/app/*`, `example.com/page`.
///
/// Without a scheme both http and https are meant. An asterisk may stand for the labels before a name, and at the end for the
/// rest of the path. The query is never looked at. Browsers tell other sites the origin alone unless the page says otherwise, so
/// a pattern with a path seldom holds; and clients that are no browser say what they like: this is no proof.
package struct ReferrerPattern: Hashable, Sendable, CustomStringConvertible {
    private let rule: OriginRule
    /// Begins with a slash; without the asterisk.
    private let path: String
    private let isPrefix: Bool

    /// Longest text of a pattern.
    package static let longest = 512

    package init?(_ text: some StringProtocol) {
        guard text.utf8.count <= Self.longest, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else { return nil }
        let text = Substring(text)
        let scheme = text.range(ofScheme: "https://") ?? text.range(ofScheme: "http://") ?? text.startIndex
        guard let slash = text[scheme...].firstIndex(of: "/"),
            let rule = OriginRule(text[..<slash], requiresScheme: false)
        else { return nil }
        var path = text[slash...]
        self.isPrefix = path.hasSuffix("*")
        if self.isPrefix { path = path.dropLast() }
        guard !path.utf8.contains(where: { $0 == 0x2a || $0 == 0x3f || $0 == 0x23 }) else { return nil }
        self.rule = rule
        self.path = String(path)
    }

    /// Whether the value of a field is such a page.
    package func matches(_ value: Span<UInt8>) -> Bool {
        guard let origin = PageOrigin(value), self.rule.matches(origin, in: value) else { return false }
        var end = origin.end
        while end < value.count, value[end] != 0x3f, value[end] != 0x23 { end += 1 }
        let wanted = self.path.utf8Span.span
        // A page of a site without a path is its root.
        guard end > origin.end else { return wanted.count == 1 }
        let path = value.extracting(origin.end..<end)
        guard self.isPrefix ? path.count >= wanted.count : path.count == wanted.count else { return false }
        for index in wanted.indices where path[index] != wanted[index] { return false }
        return true
    }

    package var description: String { self.rule.text + self.path + (self.isPrefix ? "*" : "") }
}

extension Substring {
    fileprivate func range(ofScheme scheme: String) -> Index? {
        self.hasPrefix(scheme) ? self.index(self.startIndex, offsetBy: scheme.count) : nil
    }
}
