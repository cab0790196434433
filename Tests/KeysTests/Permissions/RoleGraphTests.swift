import Keys
import Testing

@Suite struct RoleGraphTests {
    private func role(_ number: UInt64, inherits: [UInt64] = [], allow: String? = nil, deny: String? = nil) -> Role {
        .init(
            id: makeID(number), projectID: makeID(0), name: "r\(number)",
            grants: .init(
                allowed: allow.flatMap { PermissionPattern($0) }.map { [$0] } ?? [],
                denied: deny.flatMap { PermissionPattern($0) }.map { [$0] } ?? []),
            inherits: inherits.map { makeID($0) }, createdAt: at(0))
    }

    private func chain(_ range: ClosedRange<UInt64>) -> [Role] {
        range.map { self.role($0, inherits: $0 == range.upperBound ? [] : [$0 + 1], allow: "r\($0):read") }
    }

    @Test func `inherited grants and denials add up, and roles that are gone grant nothing`() throws {
        let graph = RoleGraph([
            self.role(1, inherits: [2, 3], allow: "a:read"), self.role(2, inherits: [4], allow: "b:read"),
            self.role(3, inherits: [4], deny: "a:read"), self.role(4, allow: "c:read"),
        ])
        let grants = graph.resolve(
            [makeID(1), makeID(99)], direct: .init(allowed: [try #require(PermissionPattern("d:read"))]))
        #expect(grants.allowed.map(\.description) == ["a:read", "b:read", "c:read", "d:read"])
        #expect(grants.permit(try #require(Permission("c:read"))))
        #expect(!grants.permit(try #require(Permission("a:read"))))
    }

    @Test func `a denial at the end of a chain that is too deep still counts`() throws {
        var roles = self.chain(1...20)
        roles[19] = self.role(20, deny: "**:*")
        #expect(!RoleGraph(roles).resolve([makeID(1)], direct: .init()).permit(try #require(Permission("r1:read"))))
    }

    @Test func `a cycle that is there in spite of everything ends`() {
        let graph = RoleGraph([self.role(1, inherits: [2], allow: "a:read"), self.role(2, inherits: [1])])
        #expect(graph.resolve([makeID(1)], direct: .init()).allowed.count == 1)
    }

    @Test func `eight levels are deep enough`() {
        let graph = RoleGraph(self.chain(2...8))
        #expect(graph.objection(to: self.role(1, inherits: [2])) == nil)
        #expect(RoleGraph(self.chain(2...9)).objection(to: self.role(1, inherits: [2])) == .tooDeep)
    }

    @Test func `a role may not make the chain of a role above it too deep`() {
        // 1 → … → 5 stands; 5 now wants to inherit from 10 → … → 13.
        let graph = RoleGraph(self.chain(1...5) + self.chain(10...13))
        #expect(graph.objection(to: self.role(5, inherits: [10])) == .tooDeep)
        #expect(graph.objection(to: self.role(5, inherits: [11])) == nil)
    }

    @Test func `cycles are refused however long they are`() {
        #expect(RoleGraph([]).objection(to: self.role(1, inherits: [1])) == .cycle)
        for length in 2...7 {
            let graph = RoleGraph(self.chain(1...UInt64(length)))
            #expect(graph.objection(to: self.role(UInt64(length), inherits: [1])) == .cycle)
        }
        #expect(RoleGraph([]).objection(to: self.role(1, inherits: [7])) == .unknownRole(makeID(7)))
        #expect(RoleGraph([]).objection(to: self.role(1)) == nil)
    }
}
