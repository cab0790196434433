import Admission
import Keys
import Testing

/// Restrictions are a value that keys and routes carry, and anything else may: the same function is asked.
@Suite struct RestrictionTests {
    private static let zones = ZoneSource.utcOnly

    private static func further(_ set: (inout FurtherRestrictions) -> Void) -> Restrictions {
        var restrictions = Restrictions()
        set(&restrictions.further)
        return restrictions
    }

    private static func objection(
        to restrictions: Restrictions, _ inputs: (inout RestrictionInputs) -> Void
    ) -> Reason? {
        var given = RestrictionInputs(now: AdmissionFixture.now)
        given.address = IPAddress(ipv4: 1)
        given.method = .get
        given.place = .unknown
        inputs(&given)
        return CompiledRestrictions(restrictions, zones: Self.zones)?.objection(to: given)
    }

    private static func place(_ country: String, _ network: UInt32 = 0) -> Place {
        .init(country: CountryCode(country) ?? .unknown, network: .init(rawValue: network))
    }

    @Test(arguments: [
        (["DE"], [String](), "DE", true), (["DE"], [], "US", false), (["DE"], [], "unknown", false),
        (["DE", "unknown"], [], "unknown", true), ([], ["US"], "unknown", true), ([], ["US"], "US", false),
        ([], ["unknown"], "unknown", false), ([], ["unknown"], "DE", true), (["DE"], ["DE"], "DE", false),
    ])
    func `an unknown country is refused by an allow list, let in by a deny list, and may be named in either`(
        _ allowed: [String], _ denied: [String], _ country: String, _ isAllowed: Bool
    ) {
        let restrictions = Self.further {
            $0.allowedCountries = allowed.compactMap { CountryCode($0) }
            $0.deniedCountries = denied.compactMap { CountryCode($0) }
        }
        let reason = Self.objection(to: restrictions) { $0.place = Self.place(country) }
        #expect(reason == (isAllowed ? nil : .countryNotAllowed))
    }

    @Test(arguments: [
        ([UInt32(64_500)], [UInt32](), UInt32(64_500), true), ([64_500], [], 64_501, false), ([64_500], [], 0, false),
        ([], [64_500], 64_500, false), ([], [64_500], 0, true), ([], [0], 0, false),
    ])
    func `networks are held the same way`(
        _ allowed: [UInt32], _ denied: [UInt32], _ network: UInt32, _ isAllowed: Bool
    ) {
        let restrictions = Self.further {
            $0.allowedNetworks = allowed.map { NetworkNumber(rawValue: $0) }
            $0.deniedNetworks = denied.map { NetworkNumber(rawValue: $0) }
        }
        let reason = Self.objection(to: restrictions) { $0.place = Self.place("DE", network) }
        #expect(reason == (isAllowed ? nil : .networkNotAllowed))
    }

    @Test func `what nobody has told is refused by each rule about it`() throws {
        let window = try #require(TimeWindow("daily 00:00-24:00 UTC ..2020-01-01"))
        let rules: [(Restrictions, Reason)] = [
            (.init(deniedAddresses: [try #require(NetworkRange("10.0.0.0/8"))]), .addressNotAllowed),
            (.init(methods: [.init(.get)]), .methodNotPermitted),
            (Self.further { $0.deniedCountries = [.unknown] }, .countryNotAllowed),
            (Self.further { $0.deniedNetworks = [.unknown] }, .networkNotAllowed),
            (Self.further { $0.routes = ["a"] }, .routeNotAllowed),
            (Self.further { $0.referrers = [ReferrerPattern("a.test/*")].compactMap(\.self) }, .referrerNotAllowed),
            (Self.further { $0.origins = [OriginPattern("https://a.test")].compactMap(\.self) }, .referrerNotAllowed),
            (Self.further { $0.applications = [.iOS(bundle: "a.b")] }, .applicationNotAllowed),
            (Self.further { $0.timeWindows = [window] }, .timeNotAllowed),
        ]
        for (restrictions, reason) in rules {
            let inputs = RestrictionInputs(now: AdmissionFixture.now)
            #expect(CompiledRestrictions(restrictions, zones: Self.zones)?.objection(to: inputs) == reason)
        }
        #expect(CompiledRestrictions(.init(), zones: Self.zones) == nil)
    }

    @Test func `a window in a zone that nobody knows is never open`() throws {
        let window = try #require(TimeWindow("daily 00:00-24:00 Europe/Atlantis"))
        let restrictions = Self.further { $0.timeWindows = [window] }
        #expect(Self.objection(to: restrictions) { _ in } == .timeNotAllowed)
    }

    @Test func `a field that comes twice, or is too long, claims nothing`() throws {
        let claims = RequestClaims()
        let pattern = try #require(ReferrerPattern("https://a.test/*"))
        let restrictions = Self.further { $0.referrers = [pattern] }
        func reason() -> Reason? { Self.objection(to: restrictions) { $0.claims = claims } }
        claims.clear()
        #expect(reason() == .referrerNotAllowed)
        claims.note(.referrer, Array("https://a.test/x".utf8).span)
        #expect(reason() == nil)
        claims.note(.referrer, Array("https://a.test/x".utf8).span)
        #expect(reason() == .referrerNotAllowed)
        claims.clear()
        claims.note(.referrer, Array("https://a.test/\(String(repeating: "x", count: 2_100))".utf8).span)
        #expect(reason() == .referrerNotAllowed)
        claims.clear()
        #expect(reason() == .referrerNotAllowed, "nothing is left of the request before")
    }

    @Test func `a key is admitted on the routes that it names, and a route keeps to its own restrictions`() throws {
        let range = try #require(NetworkRange("192.0.2.0/24"))
        let bounded = CompiledRestrictions(.init(allowedAddresses: [range]), zones: Self.zones)
        let routes = [
            RouteRules(index: 0, name: "a", project: "orders", environment: "live"),
            RouteRules(index: 1, name: "b", project: "orders", environment: "live", restrictions: bounded),
            RouteRules(
                index: 2, name: "open", project: "orders", environment: "live", requiresKey: false,
                restrictions: bounded),
        ]
        let fixture = AdmissionFixture(routes: routes)
        let (_, free) = fixture.issue()
        let (_, onlyB) = fixture.issue { $0.restrictions.further.routes = ["b"] }
        #expect(fixture.judge(free, route: 0).admitted != nil)
        #expect(fixture.judge(free, route: 1).admitted != nil)
        #expect(fixture.judge(free, address: "198.51.100.1", route: 1).reason == .addressNotAllowed)
        #expect(fixture.judge(free, address: "198.51.100.1", route: 2).reason == .addressNotAllowed)
        #expect(fixture.judge(free, route: 2).admitted != nil)
        #expect(fixture.judge(onlyB, route: 0).reason == .routeNotAllowed)
        #expect(fixture.judge(onlyB, route: 1).admitted != nil)
    }

    @Test func `requests are asked what they claim once some key wants to know`() throws {
        let route = AdmissionFixture.route()
        let fixture = AdmissionFixture(routes: [route])
        #expect(fixture.pipeline.needs(on: route) == [])
        _ = fixture.issue { $0.restrictions.further.origins = [OriginPattern("https://a.test")].compactMap(\.self) }
        #expect(fixture.pipeline.needs(on: route) == .claims)
        _ = fixture.issue { $0.restrictions.further.deniedCountries = [.unknown] }
        #expect(fixture.pipeline.needs(on: route) == [.claims, .place])
    }
}
