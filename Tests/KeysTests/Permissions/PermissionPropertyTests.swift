import Keys
import TestKit
import Testing

/// Grants against an evaluator that was written apart from them, over random patterns of a small alphabet, where
/// patterns meet often.
@Suite struct PermissionPropertyTests {
    private static let words = ["a", "b", "c-1"]
    private static let actions = ["read", "write"]

    private static func pattern(_ generator: inout SeededGenerator) -> String {
        var segments = (0...generator.number(below: 3)).map { _ in
            generator.oneIn(3) ? "*" : generator.pick(Self.words)
        }
        if generator.oneIn(3) { segments[segments.count - 1] = "**" }
        return segments.joined(separator: "/") + ":" + (generator.oneIn(3) ? "*" : generator.pick(Self.actions))
    }

    private static func permission(_ generator: inout SeededGenerator) -> String {
        let segments = (0...generator.number(below: 4)).map { _ in generator.pick(Self.words) }
        return segments.joined(separator: "/") + ":" + generator.pick(Self.actions)
    }

    /// Whether a pattern covers a permission, by recursion over what is left of both.
    private static func covers(_ pattern: String, _ permission: String) -> Bool {
        func parts(_ text: String) -> (segments: ArraySlice<Substring>, action: Substring) {
            let halves = text.split(separator: ":")
            return (halves[0].split(separator: "/")[...], halves[1])
        }
        func matches(_ pattern: ArraySlice<Substring>, _ segments: ArraySlice<Substring>) -> Bool {
            guard let first = pattern.first else { return segments.isEmpty }
            if first == "**" { return true }
            guard let segment = segments.first, first == "*" || first == segment else { return false }
            return matches(pattern.dropFirst(), segments.dropFirst())
        }
        let (left, right) = (parts(pattern), parts(permission))
        return (left.action == "*" || left.action == right.action) && matches(left.segments, right.segments)
    }

    @Test func `a pattern covers what the other evaluator says it covers`() throws {
        var generator = SeededGenerator(seed: 101)
        var covered = 0
        for _ in 0..<20_000 {
            let (pattern, permission) = (Self.pattern(&generator), Self.permission(&generator))
            let expected = Self.covers(pattern, permission)
            let found = try #require(PermissionPattern(pattern)).covers(try #require(Permission(permission)))
            #expect(found == expected, "\(pattern) and \(permission)")
            covered += expected ? 1 : 0
        }
        #expect(covered > 1000)
    }

    @Test func `a permission is held when something grants it and nothing denies it`() throws {
        var generator = SeededGenerator(seed: 102)
        for _ in 0..<3000 {
            let allowed = (0..<generator.number(below: 4)).map { _ in Self.pattern(&generator) }
            let denied = (0..<generator.number(below: 3)).map { _ in Self.pattern(&generator) }
            let grants = Grants(
                allowed: allowed.compactMap { PermissionPattern($0) },
                denied: denied.compactMap { PermissionPattern($0) })
            let permission = Self.permission(&generator)
            let expected =
                allowed.contains { Self.covers($0, permission) } && !denied.contains { Self.covers($0, permission) }
            #expect(grants.permit(try #require(Permission(permission))) == expected)
        }
    }

    @Test func `adding rights up does not depend on order or repetition, and never takes a denial away`() throws {
        var generator = SeededGenerator(seed: 103)
        for _ in 0..<1000 {
            let sets = (0..<3).map { _ in
                Grants(
                    allowed: (0..<3).compactMap { _ in PermissionPattern(Self.pattern(&generator)) },
                    denied: generator.oneIn(2) ? [] : [PermissionPattern(Self.pattern(&generator))].compactMap(\.self))
            }
            let sum = sets[0].union(sets[1]).union(sets[2])
            #expect(sum == sets[2].union(sets[0].union(sets[1])))
            #expect(sum == sum.union(sum) && sum == sum.union(sets[1]))
            let permission = try #require(Permission(Self.permission(&generator)))
            for set in sets where set.denied.contains(where: { $0.covers(permission) }) {
                #expect(!sum.permit(permission))
            }
        }
    }

    @Test func `text that is read is written back as it was, and random text never traps`() {
        var generator = SeededGenerator(seed: 104)
        let pieces = ["a", "b", "/", "/", ":", "*", "**", "-", "_", "A", " ", ".", "é", "\u{0}", "9"]
        var read = 0
        for _ in 0..<20_000 {
            let text = (0..<generator.number(below: 9)).map { _ in generator.pick(pieces) }.joined()
            let pattern = PermissionPattern(text)
            if let pattern {
                #expect(pattern.description == text)
                read += 1
            }
            #expect((Permission(text) != nil) == (pattern.map { !$0.hasWildcard } ?? false))
        }
        #expect(read > 50)
    }
}
