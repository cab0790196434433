import Admission
import Keys
import TestKit
import Testing

/// The algebra of rights, on random keys, roles and policies. A failure is made smaller before it is told.
@Suite struct RightsPropertyTests {
    private static let permissions = ["a:read", "a:write", "a/b:read", "a/b:write", "c:read", "c:admin"]
    private static let patterns =
        permissions + ["a:*", "a/*:read", "a/**:*", "*:read", "**:read", "**:*", "c:*", "a/**:write"]

    /// One random case: what a key has, and what happens to it.
    struct Case: CustomStringConvertible {
        var roles: [[Int]] = []
        var allowed: [String] = []
        var denied: [String] = []
        var withdrawn: [String] = []
        var withdrawnRoutes: [Int] = []
        var boundary = Boundary.admin
        var cap: [String]?

        var description: String {
            "roles \(self.roles) allowed \(self.allowed) denied \(self.denied) withdrawn \(self.withdrawn) \(self.withdrawnRoutes) boundary \(self.boundary) cap \(self.cap ?? [])"
        }

        /// Every case that has one thing less.
        var smaller: [Case] {
            var cases: [Case] = []
            for index in self.roles.indices { cases.append(self.with { $0.roles.remove(at: index) }) }
            for index in self.allowed.indices { cases.append(self.with { $0.allowed.remove(at: index) }) }
            for index in self.denied.indices { cases.append(self.with { $0.denied.remove(at: index) }) }
            for index in self.withdrawn.indices { cases.append(self.with { $0.withdrawn.remove(at: index) }) }
            for index in self.withdrawnRoutes.indices {
                cases.append(self.with { $0.withdrawnRoutes.remove(at: index) })
            }
            if self.cap != nil { cases.append(self.with { $0.cap = nil }) }
            return cases
        }

        func with(_ change: (inout Case) -> Void) -> Case {
            var copy = self
            change(&copy)
            return copy
        }
    }

    private static func random(_ generator: inout SeededGenerator) -> Case {
        var made = Case()
        let pick = { (most: Int, generator: inout SeededGenerator) in
            (0..<generator.number(below: most + 1)).map { _ in
                Self.patterns[generator.number(below: Self.patterns.count)]
            }
        }
        made.roles = (0..<generator.number(below: 4)).map { _ in
            (0..<generator.number(below: 4)).map { _ in generator.number(below: Self.patterns.count) }
        }
        made.allowed = pick(3, &generator)
        made.denied = pick(2, &generator)
        made.withdrawn = pick(2, &generator)
        made.withdrawnRoutes = (0..<generator.number(below: 3)).map { _ in generator.number(below: 6) }
        made.boundary = Boundary.allCases[generator.number(below: 3)]
        if generator.number(below: 2) == 0 { made.cap = pick(3, &generator) }
        return made
    }

    /// Holds a property against many cases; the smallest case that breaks it is told.
    private func check(_ seed: UInt64, _ holds: (Case) -> Bool) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<400 {
            var found = Self.random(&generator)
            guard !holds(found) else { continue }
            while let less = found.smaller.first(where: { !holds($0) }) { found = less }
            Issue.record("broken by \(found)")
            return
        }
    }

    private static let routes = permissions.enumerated().map { index, permission in
        AdmissionFixture.route(index, permission: permission, operation: permission.hasSuffix("admin") ? .admin : nil)
    }

    /// Which routes a key of the case may use by which methods: bit 3 · route + method.
    private func admitted(_ made: Case, roleOrder: (Int) -> [Int] = { Array(0..<$0) }, isWithdrawn: Bool = true)
        -> UInt64
    {
        let fixture = AdmissionFixture(routes: Self.routes)
        let ids = made.roles.indices.map { RoleID(high: 7, low: UInt64($0 + 1)) }
        for index in roleOrder(made.roles.count) {
            let patterns = made.roles[index].map { Self.patterns[$0] }.compactMap { PermissionPattern($0) }
            // Each role inherits the one before it, and the last pattern is a denial.
            fixture.editor.set(
                Role(
                    id: ids[index], projectID: fixture.live.projectID, name: "r\(index)",
                    grants: .init(allowed: Array(patterns.dropLast()), denied: Array(patterns.suffix(1))),
                    inherits: index > 0 ? [ids[index - 1]] : [], createdAt: AdmissionFixture.now))
        }
        if let cap = made.cap {
            fixture.put(policy: "cap") { $0.permissions = .init(allowed: cap.compactMap { PermissionPattern($0) }) }
        }
        let (_, token) = fixture.issue { record in
            record.roles = roleOrder(made.roles.count).map { ids[$0] }
            record.grants = AdmissionFixture.grants("x:none", denied: made.denied)
            record.grants.allowed += made.allowed.compactMap { PermissionPattern($0) }
            record.boundary = made.boundary
            guard isWithdrawn else { return }
            record = record.without(
                permissions: made.withdrawn.compactMap { PermissionPattern($0) },
                routes: made.withdrawnRoutes.map { "route-\($0)" })
        }
        var bits: UInt64 = 0
        for route in Self.routes.indices {
            for (number, method) in [RequestMethod.get, .post, .delete].enumerated() {
                if fixture.judge(token, method: method, route: route).admitted != nil {
                    bits |= 1 << (3 * route + number)
                }
            }
        }
        return bits
    }

    @Test func `partial revocation never widens what a key may do, and takes what it names`() {
        self.check(61) { made in
            let after = self.admitted(made)
            guard after & ~self.admitted(made, isWithdrawn: false) == 0 else { return false }
            return made.withdrawnRoutes.allSatisfy { after & (7 << (3 * $0)) == 0 }
        }
    }

    @Test func `a denial more never adds a right`() {
        self.check(62) { made in
            self.admitted(made.with { $0.denied.append("a/**:*") }) & ~self.admitted(made) == 0
        }
    }

    @Test func `the order in which roles are made and held is irrelevant`() {
        self.check(63) { made in
            self.admitted(made) == self.admitted(made, roleOrder: { Array((0..<$0).reversed()) })
        }
    }

    @Test func `the boundary is never exceeded, whatever was granted`() {
        self.check(64) { made in
            let bits = self.admitted(made)
            for route in Self.routes.indices {
                for (number, method) in [RequestMethod.get, .post, .delete].enumerated()
                where bits & (1 << (3 * route + number)) != 0 {
                    let operation = Self.routes[route].operation ?? method.defaultClass
                    guard made.boundary.permits(method, on: operation) else { return false }
                }
            }
            return true
        }
    }

    @Test func `a cap of a policy never adds a right and lets nothing beyond it`() {
        self.check(65) { made in
            let capped = self.admitted(made)
            guard capped & ~self.admitted(made.with { $0.cap = nil }) == 0 else { return false }
            guard let cap = made.cap else { return true }
            let grants = Grants(allowed: cap.compactMap { PermissionPattern($0) })
            return Self.routes.indices.allSatisfy { route in
                capped & (7 << (3 * route)) == 0 || Self.routes[route].permission.map(grants.permit) ?? false
            }
        }
    }
}
