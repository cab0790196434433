import Admission
import Keys
import Testing

@Suite struct LimitTests {
    private static func window(
        _ name: String, _ scope: LimitPolicy.Scope, _ limit: UInt32, seconds: UInt32 = 60
    ) -> LimitPolicy {
        .init(name: name, scope: scope, algorithm: .slidingWindow([.init(limit: limit, seconds: seconds)]))
    }

    @Test func `a key's limit counts the key and nobody else`() throws {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let (_, first) = fixture.issue { $0.limits = [Self.window("requests", .key, 2)] }
        let (_, second) = fixture.issue { $0.limits = [Self.window("requests", .key, 2)] }
        #expect(fixture.judge(first).admitted?.limit?.remaining == 1)
        #expect(fixture.judge(first).admitted?.limit?.remaining == 0)
        let refusal = try #require(fixture.judge(first).refusal)
        #expect(refusal.reason == .limitExceeded)
        #expect(refusal.limit?.policy == "requests" && refusal.limit?.limit == 2)
        #expect(fixture.judge(second).admitted != nil)
    }

    @Test func `the limits of address, route and gateway hold for every key together`() {
        for scope in [LimitPolicy.Scope.address, .route, .global] {
            let fixture = AdmissionFixture(
                routes: [AdmissionFixture.route(limits: scope == .global ? [] : [Self.window("shared", scope, 3)])],
                limits: scope == .global ? [Self.window("shared", scope, 3)] : [])
            let tokens = (0..<4).map { _ in fixture.issue().token }
            for token in tokens[..<3] { #expect(fixture.judge(token).admitted != nil) }
            #expect(fixture.judge(tokens[3]).reason == .limitExceeded)
            let elsewhere = fixture.judge(tokens[3], address: "198.51.100.9")
            #expect(elsewhere.reason == (scope == .address ? nil : .limitExceeded))
        }
    }

    @Test func `a request that one limit refuses spends none of the others`() {
        let route = AdmissionFixture.route(limits: [Self.window("route", .route, 100)])
        let fixture = AdmissionFixture(routes: [route], limits: [Self.window("gateway", .global, 3)])
        let (_, narrow) = fixture.issue { $0.limits = [Self.window("requests", .key, 1)] }
        let (_, wide) = fixture.issue()
        #expect(fixture.judge(narrow).admitted != nil)
        for _ in 0..<50 { #expect(fixture.judge(narrow).refusal?.limit?.policy == "requests") }
        #expect(fixture.judge(wide).admitted != nil)
        #expect(fixture.judge(wide).admitted != nil)
        #expect(fixture.judge(wide).refusal?.limit?.policy == "gateway")
    }

    @Test func `a refused request before the limit phase spends nothing`() {
        let route = AdmissionFixture.route(permission: "orders:read", limits: [Self.window("route", .route, 1)])
        let fixture = AdmissionFixture(routes: [route])
        let (_, without) = fixture.issue { $0.grants = .init() }
        for _ in 0..<10 { #expect(fixture.judge(without).reason == .permissionMissing) }
        #expect(fixture.judge(fixture.issue().token).admitted != nil)
    }

    @Test func `rotation and any other change of a key carry its counts over`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        var (record, token) = fixture.issue { $0.limits = [Self.window("requests", .key, 1)] }
        #expect(fixture.judge(token).admitted != nil)
        let (version, fresh) = fixture.version(2, of: record.id, in: fixture.live)
        record.versions.append(version)
        fixture.put(record)
        #expect(fixture.judge(fresh).reason == .limitExceeded)
    }

    @Test func `keys of one identity share a limit by identity`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route(limits: [Self.window("team", .identity, 1)])])
        let owner = IdentityID(high: 7, low: 7)
        let (_, first) = fixture.issue { $0.ownerID = owner }
        let (_, second) = fixture.issue { $0.ownerID = owner }
        #expect(fixture.judge(first).admitted != nil)
        #expect(fixture.judge(second).reason == .limitExceeded)
    }

    @Test func `a limit by identity on the keys themselves is shared by all keys of the owner`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let (owner, other) = (IdentityID(high: 7, low: 7), IdentityID(high: 7, low: 8))
        let keys = (0..<3).map { _ in
            fixture.issue {
                $0.ownerID = owner
                $0.limits = [Self.window("team", .identity, 6)]
            }.token
        }
        let (_, stranger) = fixture.issue {
            $0.ownerID = other
            $0.limits = [Self.window("team", .identity, 6)]
        }
        for round in 0..<6 {
            #expect(fixture.judge(keys[round % 3]).admitted?.limit?.remaining == UInt32(5 - round))
        }
        for key in keys { #expect(fixture.judge(key).refusal?.limit?.policy == "team") }
        #expect(fixture.judge(stranger).admitted?.limit?.remaining == 5)
    }

    @Test func `a key with a lower number in a shared limit stops earlier and takes nothing from the others`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let tokens = [10, 3].map { limit in
            fixture.issue {
                $0.ownerID = IdentityID(high: 7, low: 7)
                $0.limits = [Self.window("team", .identity, UInt32(limit))]
            }.token
        }
        for _ in 0..<4 { #expect(fixture.judge(tokens[0]).admitted != nil) }
        for _ in 0..<20 { #expect(fixture.judge(tokens[1]).reason == .limitExceeded) }
        for _ in 0..<6 { #expect(fixture.judge(tokens[0]).admitted != nil) }
        #expect(fixture.judge(tokens[0]).reason == .limitExceeded)
    }

    @Test func `limits by identity with other windows are limits of their own`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let hourly = fixture.issue {
            $0.ownerID = IdentityID(high: 7, low: 7)
            $0.limits = [Self.window("team", .identity, 2, seconds: 3600)]
        }.token
        let minutely = fixture.issue {
            $0.ownerID = IdentityID(high: 7, low: 7)
            $0.limits = [Self.window("team", .identity, 2, seconds: 60)]
        }.token
        for _ in 0..<2 {
            #expect(fixture.judge(hourly).admitted != nil)
            #expect(fixture.judge(minutely).admitted != nil)
        }
        #expect(fixture.judge(hourly).reason == .limitExceeded)
        #expect(fixture.judge(minutely).reason == .limitExceeded)
    }

    @Test func `a limit by identity of a key without an owner counts that key alone`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let tokens = (0..<2).map { _ in
            fixture.issue {
                $0.ownerID = nil
                $0.limits = [Self.window("team", .identity, 1)]
            }.token
        }
        for token in tokens {
            #expect(fixture.judge(token).admitted != nil)
            #expect(fixture.judge(token).reason == .limitExceeded)
        }
    }

    @Test func `a token bucket allows its burst and then its rate`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let bucket = LimitPolicy(
            name: "steady", scope: .key, algorithm: .tokenBucket(rate: .init(limit: 1, seconds: 1), burst: 3))
        let (_, token) = fixture.issue { $0.limits = [bucket] }
        for _ in 0..<3 { #expect(fixture.judge(token, monotonic: 10_000_000_000).admitted != nil) }
        #expect(fixture.judge(token, monotonic: 10_000_000_000).refusal?.limit?.retryAfterSeconds == 1)
        #expect(fixture.judge(token, monotonic: 11_000_000_000).admitted != nil)
        #expect(fixture.judge(token, monotonic: 11_500_000_000).reason == .limitExceeded)
    }
}
