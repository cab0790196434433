import Keys
import Testing

@Suite struct PermissionTests {
    @Test(arguments: [
        ("documents:read", "documents:read", true), ("documents:*", "documents:read", true),
        ("*:read", "documents:read", true), ("*:read", "documents/drafts:read", false),
        ("documents/*:read", "documents/drafts:read", true), ("documents/*:read", "documents:read", false),
        ("documents/*:read", "documents/a/b:read", false), ("documents/**:read", "documents:read", true),
        ("documents/**:read", "documents/a/b/c:read", true), ("documents/**:read", "document:read", false),
        ("documents/**:read", "documents/a:write", false), ("**:*", "anything/at/all:do", true),
        ("documents/*/x:read", "documents/a/x:read", true), ("documents/*/x:read", "documents/a/y:read", false),
        ("documents:read", "documents:write", false), ("documents:read", "documents/a:read", false),
        ("a/*/**:read", "a:read", false), ("a/*/**:read", "a/b:read", true), ("a/*/**:read", "a/b/c/d:read", true),
    ])
    func `a pattern covers what it says`(_ pattern: String, _ permission: String, _ covers: Bool) throws {
        let pattern = try #require(PermissionPattern(pattern))
        #expect(pattern.covers(try #require(Permission(permission))) == covers)
    }

    @Test(arguments: [
        "", ":", "documents", ":read", "documents:", "Documents:read", "documents:Read", "documents/:read",
        "/documents:read", "a//b:read", "**/a:read", "a/**/b:read", "a*:read", "documents:re*d", "a b:read", "a.b:read",
        "documents:**", "é:read", "a:b:c",
    ])
    func `what the grammar does not know is refused`(_ text: String) {
        #expect(PermissionPattern(text) == nil && Permission(text) == nil)
    }

    @Test func `a permission has no wildcard, and both have bounds`() {
        for text in ["*:read", "a/*:read", "a/**:read", "a:*"] {
            #expect(Permission(text) == nil && PermissionPattern(text)?.description == text)
        }
        let segments = { (count: Int) in Array(repeating: "a", count: count).joined(separator: "/") + ":read" }
        #expect(Permission(segments(16)) != nil && Permission(segments(17)) == nil)
        #expect(Permission(String(repeating: "a", count: 251) + ":read") != nil)
        #expect(Permission(String(repeating: "a", count: 252) + ":read") == nil)
    }

    @Test func `a denial beats every grant`() throws {
        let all = try #require(PermissionPattern("**:*"))
        let drafts = try #require(PermissionPattern("documents/drafts:*"))
        let grants = Grants(allowed: [all], denied: [drafts])
        #expect(grants.permit(try #require(Permission("documents:read"))))
        #expect(!grants.permit(try #require(Permission("documents/drafts:read"))))
        #expect(!Grants().permit(try #require(Permission("documents:read"))))
        #expect(Grants(allowed: [drafts, all, drafts]).union(.init()) == Grants(allowed: [all, drafts]))
    }
}
