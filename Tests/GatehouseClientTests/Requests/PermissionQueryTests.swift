import TestKit
import Testing

@testable import GatehouseClient

@Suite struct PermissionQueryTests {
    @Test func `queries are combined with as many parentheses as they need`() {
        let (a, b, c): (PermissionQuery, PermissionQuery, PermissionQuery) = ("a:read", "b:read", "c:read")
        #expect((a && b && c).description == "a:read AND b:read AND c:read")
        #expect((a && (b || c)).description == "a:read AND (b:read OR c:read)")
        #expect((a || b || c).description == "a:read OR b:read OR c:read")
        #expect(((a && b) || c).description == "(a:read AND b:read) OR c:read")
        #expect((a && "b:read OR c:read").description == "a:read AND (b:read OR c:read)")
    }

    @Test(arguments: [
        "a", "documents.read", "docs/eu:read", "a AND b", "a and b", "(a)", "((a OR b)) AND c", "a OR(b)AND c", "a:*",
    ]) func `text that is a query is sent as it is`(_ text: String) throws {
        #expect(try PermissionQuery(parsing: text).description == text)
    }

    @Test(arguments: [
        "", " ", "AND", "a AND", "OR a", "a b", "(", ")", "()", "(a", "a)", "a) OR (b", "a AND OR b", "a,b", "a;b",
        "\"a\"",
        "a\u{0}", "é", "a (b)", "(a)(b)",
    ]) func `text that is no query is refused`(_ text: String) {
        #expect(throws: PermissionQueryError(reason: .malformed)) { try PermissionQuery(parsing: text) }
    }

    @Test(arguments: ["a OR b", "a) OR (b", "a b", "", "and", "OR", "(a)"])
    func `a single name cannot grow into a query`(_ name: String) {
        #expect(throws: PermissionQueryError(reason: .malformed)) { try PermissionQuery.permission(name) }
    }

    @Test func `length and depth have bounds`() throws {
        let longest = String(repeating: "a", count: PermissionQuery.longest)
        #expect(try PermissionQuery(parsing: longest).description == longest)
        #expect(throws: PermissionQueryError(reason: .tooLong)) { try PermissionQuery(parsing: longest + "a") }
        #expect(throws: PermissionQueryError(reason: .tooLong)) { try PermissionQuery.permission(longest + "a") }
        let deep = { (depth: Int) in String(repeating: "(", count: depth) + "a" + String(repeating: ")", count: depth) }
        #expect(try PermissionQuery(parsing: deep(PermissionQueryGrammar.deepest)).description.count == 33)
        #expect(throws: PermissionQueryError.self) { try PermissionQuery(parsing: deep(17)) }
    }

    @Test func `a query put together at random means what was put together`() throws {
        var generator = SeededGenerator(seed: 21)
        for _ in 0..<500 {
            let tree = QueryTree(&generator, depth: 4)
            let text = try tree.query().description
            _ = try PermissionQuery(parsing: text)
            for held in 0..<16 {
                let granted = Set(QueryTree.names.enumerated().filter { held & (1 << $0.offset) != 0 }.map(\.element))
                #expect(QueryTree.evaluate(text, granted) == tree.holds(granted), "\(text)")
            }
        }
    }

    @Test func `random text is read or refused, and never traps`() {
        var generator = SeededGenerator(seed: 22)
        let parts = ["(", ")", " ", "AND", "OR", "a", "b:read", "*", "é", "\t", "and"]
        for _ in 0..<20_000 {
            let text = (0..<generator.number(below: 12)).map { _ in generator.pick(parts) }.joined()
            _ = try? PermissionQuery(parsing: text)
        }
    }
}

/// A query as a tree, and an evaluator of query text that shares nothing with the library.
private indirect enum QueryTree {
    static let names = ["a:r", "b:r", "c:r", "d:r"]

    case name(String)
    case both(QueryTree, QueryTree)
    case either(QueryTree, QueryTree)

    init(_ generator: inout SeededGenerator, depth: Int) {
        guard depth > 0, !generator.oneIn(4) else {
            self = .name(generator.pick(Self.names))
            return
        }
        let (left, right) = (Self(&generator, depth: depth - 1), Self(&generator, depth: depth - 1))
        self = generator.oneIn(2) ? .both(left, right) : .either(left, right)
    }

    func query() throws -> PermissionQuery {
        switch self {
        case .name(let name): try .permission(name)
        case .both(let left, let right): try left.query() && right.query()
        case .either(let left, let right): try left.query() || right.query()
        }
    }

    func holds(_ granted: Set<String>) -> Bool {
        switch self {
        case .name(let name): granted.contains(name)
        case .both(let left, let right): left.holds(granted) && right.holds(granted)
        case .either(let left, let right): left.holds(granted) || right.holds(granted)
        }
    }

    /// `AND` binds tighter than `OR`.
    static func evaluate(_ text: String, _ granted: Set<String>) -> Bool {
        var words = text.replacing("(", with: "( ").replacing(")", with: " )").split(separator: " ")[...]
        func term() -> Bool {
            guard let word = words.popFirst() else { return false }
            guard word == "(" else { return granted.contains(String(word)) }
            defer { words = words.dropFirst() }
            return disjunction()
        }
        func conjunction() -> Bool {
            var value = term()
            while words.first == "AND" {
                words.removeFirst()
                let right = term()
                value = value && right
            }
            return value
        }
        func disjunction() -> Bool {
            var value = conjunction()
            while words.first == "OR" {
                words.removeFirst()
                let right = conjunction()
                value = value || right
            }
            return value
        }
        return disjunction()
    }
}
