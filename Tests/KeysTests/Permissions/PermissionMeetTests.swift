import Keys
import TestKit
import Testing

@Suite struct PermissionMeetTests {
    @Test(arguments: [
        ("demo:*", "demo:read", "demo:read"), ("**:read", "demo/**:*", "demo/**:read"),
        ("a/*:read", "*/b:read", "a/b:read"),
        ("a/**:read", "a/b/c:read", "a/b/c:read"), ("**:*", "**:*", "**:*"), ("a/**:x", "*/b/**:*", "a/b/**:x"),
    ]) func `two patterns meet in what both cover`(left: String, right: String, both: String) throws {
        let (left, right) = (try #require(PermissionPattern(left)), try #require(PermissionPattern(right)))
        #expect(left.meet(right)?.description == both && right.meet(left)?.description == both)
    }

    @Test func `whatever two patterns are, they meet in exactly what both cover`() throws {
        var generator = SeededGenerator(seed: 11)
        let word = { ["a", "b", "*"][Int(generator.next() % 3)] }
        var met = 0
        for _ in 0..<20_000 {
            let patterns = try (0..<2).map { _ in
                var segments = (0..<Int(generator.next() % 3)).map { _ in word() }
                if segments.isEmpty || generator.next() % 2 == 0 { segments.append("**") }
                return try #require(PermissionPattern(segments.joined(separator: "/") + ":" + word()))
            }
            let segments = (0...Int(generator.next() % 3)).map { _ in ["a", "b"][Int(generator.next() % 2)] }
            let permission = try #require(
                Permission(segments.joined(separator: "/") + ":" + ["a", "b"][Int(generator.next() % 2)]))
            let isCovered = patterns.allSatisfy { $0.covers(permission) }
            let both = patterns[0].meet(patterns[1])
            #expect(both?.covers(permission) ?? false == isCovered, "\(patterns) \(permission)")
            if isCovered { met += 1 }
        }
        #expect(met > 1_000)
    }
}
