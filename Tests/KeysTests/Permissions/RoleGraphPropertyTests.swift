import Keys
import TestKit
import Testing

/// Random role graphs against plain reachability.
@Suite struct RoleGraphPropertyTests {
    private static func role(_ number: Int, inherits: [Int]) -> Role {
        let grant = PermissionPattern("r\(number):read").map { [$0] } ?? []
        return .init(
            id: makeID(UInt64(number)), projectID: makeID(0), name: "r\(number)", grants: .init(allowed: grant),
            inherits: inherits.map { makeID(UInt64($0)) }, createdAt: at(0))
    }

    /// Everything that can be reached from a role, itself included.
    private static func reach(_ start: Int, _ edges: [Int: [Int]]) -> Set<Int> {
        var seen: Set<Int> = []
        var pending = [start]
        while let next = pending.popLast() {
            if seen.insert(next).inserted { pending += edges[next] ?? [] }
        }
        return seen
    }

    /// Roles on the longest chain below a role, itself included; the graph must have no cycle.
    private static func depth(_ start: Int, _ edges: [Int: [Int]]) -> Int {
        1 + ((edges[start] ?? []).map { Self.depth($0, edges) }.max() ?? 0)
    }

    @Test func `resolving a role finds exactly what can be reached from it`() {
        var generator = SeededGenerator(seed: 111)
        for _ in 0..<300 {
            var edges: [Int: [Int]] = [:]
            for number in 1...12 {
                edges[number] = (0..<generator.number(below: 3)).map { _ in 1 + generator.number(below: 14) }
            }
            let graph = RoleGraph(edges.map { Self.role($0, inherits: $1) })
            let start = 1 + generator.number(below: 12)
            let expected = Self.reach(start, edges).filter { edges[$0] != nil }.map { "r\($0):read" }
            let found = graph.resolve([makeID(UInt64(start))], direct: .init()).allowed.map(\.description)
            #expect(Set(found) == Set(expected) && found.count == expected.count)
        }
    }

    @Test func `a role is stored exactly when the graph stays without cycles and eight deep`() {
        var generator = SeededGenerator(seed: 112)
        var edges: [Int: [Int]] = [:]
        var outcomes: [String: Int] = [:]
        for _ in 0..<4000 {
            let number = 1 + generator.number(below: 24)
            let inherits = Array(Set((0..<generator.number(below: 3)).map { _ in 1 + generator.number(below: 26) }))
            let graph = RoleGraph(edges.map { Self.role($0, inherits: $1) })
            let objection = graph.objection(to: Self.role(number, inherits: inherits))
            var changed = edges
            changed[number] = inherits
            if inherits.contains(where: { $0 != number && edges[$0] == nil }) {
                guard case .unknownRole = objection else {
                    Issue.record("an unknown role was let in")
                    return
                }
                outcomes["unknown", default: 0] += 1
            } else if inherits.contains(where: { Self.reach($0, edges).contains(number) || $0 == number }) {
                // A chain that is also too deep may be refused for that.
                #expect(objection == .cycle || objection == .tooDeep)
                outcomes["cycle", default: 0] += 1
            } else if changed.keys.contains(where: { Self.depth($0, changed) > RoleGraph.deepest }) {
                #expect(objection == .tooDeep)
                outcomes["deep", default: 0] += 1
            } else {
                #expect(objection == nil)
                outcomes["stored", default: 0] += 1
                edges = changed
            }
            if generator.oneIn(200) { edges = [:] }
        }
        #expect(outcomes.count == 4, "\(outcomes)")
    }
}
