import Admission
import Keys
import TestKit
import Testing

@Suite struct PermissionQueryTests {
    private func holds(_ query: String, _ allowed: [String], denied: [String] = []) throws -> Bool {
        let grants = Grants(
            allowed: allowed.compactMap { PermissionPattern($0) }, denied: denied.compactMap { PermissionPattern($0) })
        return try PermissionQuery(Array(query.utf8).span).holds(GrantSet(grants, routes: []))
    }

    @Test(arguments: [
        ("a:r", true), ("b:r", false), ("a:r AND b:r", false), ("a:r OR b:r", true), ("b:r OR a:r AND c:r", false),
        ("a:r OR b:r AND c:r", true), ("(a:r OR b:r) AND c:r", false), ("(a:r OR b:r) AND d:r", true),
        ("a:r and d:r", true), ("a:r Or c:r", true), ("((a:r))", true), ("a.r", true), ("  a:r\t\nAND\r d:r ", true),
        ("(a:r AND (b:r OR (c:r OR d:r)))", true), ("android:r", false), ("deep/x.r", true), ("deep.x.r", true),
        ("a", false), ("a:*", false), ("A:r", false), ("a:r:x", false),
    ]) func `AND binds tighter than OR, and parentheses tighter than both`(query: String, expected: Bool) throws {
        #expect(try self.holds(query, ["a:r", "d:r", "deep/**:r"]) == expected)
    }

    @Test func `a wildcard is asked for by name only, and not where something is denied`() throws {
        #expect(try self.holds("documents.*", ["documents:*"]))
        #expect(try !self.holds("documents.*", ["**:*"]))
        #expect(try !self.holds("documents.*", ["documents:*"], denied: ["x:y"]))
        #expect(try !self.holds("documents.read", ["documents:*"], denied: ["documents:read"]))
    }

    @Test(arguments: [
        ("", PermissionQueryFault.Code.empty, 0), ("   ", .empty, 0), ("a:r AND", .unexpectedEnd, 7),
        ("(a:r AND b:r", .missingClosingParenthesis, 12), ("a:r AND ()", .emptyParentheses, 9),
        ("AND a:r", .unexpectedToken("AND"), 0), ("a:r b:r", .trailingToken("b:r"), 4),
        ("a:r)", .trailingToken(")"), 3),
        ("a:r (b:r)", .trailingToken("("), 4), ("a:r @ b:r", .invalidCharacter(0x40), 4),
        ("a:r AND OR b:r", .unexpectedToken("OR"), 8),
        (")", .unexpectedToken(")"), 0), ("a:r AND )", .unexpectedToken(")"), 8),
        ("a:\u{e9}", .invalidCharacter(0xc3), 2),
    ]) func `a query that is none is refused where it breaks`(
        query: String, code: PermissionQueryFault.Code, position: Int
    ) {
        let error = #expect(throws: PermissionQueryFault.self) { try PermissionQuery(Array(query.utf8).span) }
        #expect(error?.code == code && error?.position == position)
        #expect(error?.message.isEmpty == false)
    }

    @Test func `the messages are those that clients of Unkey know`() {
        let message = { (query: String) in
            (#expect(throws: PermissionQueryFault.self) { try PermissionQuery(Array(query.utf8).span) })?.message
        }
        #expect(
            message("permission_1 AND")?.hasPrefix("Unexpected end of query. Expected a permission identifier") == true)
        #expect(
            message("(permission_1 AND permission_2")?.hasPrefix("Missing closing parenthesis ')' at position 30.")
                == true)
        #expect(message("permission_1 AND ()")?.hasPrefix("Empty parentheses found at position 18.") == true)
        #expect(message("AND permission_1")?.hasPrefix("Unexpected token 'AND' at position 0.") == true)
    }

    @Test func `length, slugs and nesting end at their bounds`() throws {
        let nested = { (depth: Int) in String(repeating: "(", count: depth) + "a" + String(repeating: ")", count: depth)
        }
        #expect(try !self.holds(nested(PermissionQuery.deepest), []))
        #expect(throws: PermissionQueryFault.self) { try self.holds(nested(PermissionQuery.deepest + 1), []) }
        let terms = { (count: Int) in (0..<count).map { _ in "a" }.joined(separator: " OR ") }
        #expect(try !self.holds(terms(PermissionQuery.mostTerms), []))
        #expect(throws: PermissionQueryFault.self) { try self.holds(terms(PermissionQuery.mostTerms + 1), []) }
        #expect(try !self.holds(String(repeating: "a", count: 1_000), []))
        #expect(throws: PermissionQueryFault.self) { try self.holds(String(repeating: "a", count: 1_001), []) }
    }

    /// A query as a tree, and what it means.
    private indirect enum Tree {
        case slug(Int), and(Tree, Tree), or(Tree, Tree)

        static func random(_ depth: Int, _ random: inout SeededGenerator) -> Tree {
            guard depth > 0, random.next() % 4 != 0 else { return .slug(Int(random.next() % 6)) }
            let (left, right) = (Self.random(depth - 1, &random), Self.random(depth - 1, &random))
            return random.next() % 2 == 0 ? .and(left, right) : .or(left, right)
        }

        var text: String {
            switch self {
            case .slug(let index): "p\(index):r"
            case .and(let left, let right): "(\(left.text) AND \(right.text))"
            case .or(let left, let right): "(\(left.text) OR \(right.text))"
            }
        }

        func holds(_ granted: Set<Int>) -> Bool {
            switch self {
            case .slug(let index): granted.contains(index)
            case .and(let left, let right): left.holds(granted) && right.holds(granted)
            case .or(let left, let right): left.holds(granted) || right.holds(granted)
            }
        }
    }

    @Test func `random queries mean what their trees mean`() throws {
        var random = SeededGenerator(seed: 9)
        for _ in 0..<2_000 {
            let tree = Tree.random(4, &random)
            let granted = Set((0..<6).filter { _ in random.next() % 2 == 0 })
            #expect(try self.holds(tree.text, granted.map { "p\($0):r" }) == tree.holds(granted))
        }
    }

    @Test func `an answer is remembered for each of many sets of rights`() throws {
        let query = try PermissionQuery(Array("a:r".utf8).span)
        let sets = (0..<20).map {
            GrantSet(Grants(allowed: $0 % 2 == 0 ? [PermissionPattern("a:r")].compactMap { $0 } : []), routes: [])
        }
        for _ in 0..<3 {
            for (index, set) in sets.enumerated() { #expect(query.holds(set) == (index % 2 == 0)) }
        }
    }

    @Test func `random bytes never trap`() {
        var random = SeededGenerator(seed: 2)
        let alphabet = Array("aAnNdDoOrR():.*/ @_-".utf8)
        for _ in 0..<20_000 {
            let count = Int(random.next() % 40)
            let bytes = (0..<count).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] }
            _ = try? PermissionQuery(bytes.span)
        }
    }
}
