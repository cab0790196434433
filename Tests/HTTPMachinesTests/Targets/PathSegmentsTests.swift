import HTTPMachines
import Testing

@Suite struct PathSegmentsTests {
    private func segments(_ path: String) -> [String] {
        let bytes = Array(path.utf8)
        var segments = PathSegments(ByteRange(start: 0, end: bytes.count))
        var found: [String] = []
        while let segment = segments.next(in: bytes.span) { found.append(segment.text(of: bytes)) }
        return found
    }

    @Test(arguments: [
        ("/", [""]), ("/a", ["a"]), ("/a/", ["a", ""]), ("/a/b%20c/d;e", ["a", "b%20c", "d;e"]), ("", []),
    ]) func `a path falls into its segments`(path: String, segments: [String]) {
        #expect(self.segments(path) == segments)
    }

    @Test(arguments: [
        ("a", "a", true), ("a", "b", false), ("a", "ab", false), ("ab", "a", false), ("", "", true),
        ("docs%3Asearch", "docs:search", true), ("docs%3asearch", "docs:search", true),
        ("docs:search", "docs:search", true),
        ("%C3%A9", "é", true), ("a%20b", "a b", true), ("a%20b", "a%20b", false), ("%2", "%2", true),
        ("%25", "%", true),
    ]) func `a segment equals a literal when its decoded bytes do`(segment: String, literal: String, equal: Bool) {
        let bytes = Array(segment.utf8)
        let range = ByteRange(start: 0, end: bytes.count)
        let expected = Array(literal.utf8)
        let equals = PathSegments.equals(range, of: bytes.span, literal: expected.span)
        #expect(equals == equal)
    }

    @Test(arguments: [
        ("ADMIN", "admin", true), ("aDmIn", "AdMiN", true), ("%C3%89", "é", false), ("a@", "a`", false),
        ("a[", "a{", false), ("1", "Q", false), ("a%3AB", "A:b", true), ("admi", "ADMIN", false), ("", "", true),
    ]) func `folding takes letters of either case for one, and nothing else`(
        segment: String, literal: String, equal: Bool
    ) {
        let bytes = Array(segment.utf8)
        let expected = Array(literal.utf8)
        let equals = PathSegments.equals(
            ByteRange(start: 0, end: bytes.count), of: bytes.span, literal: expected.span, foldingCase: true)
        #expect(equals == equal)
    }
}
