import Admission
import ConfigurationReading
import Gateway
import Keys
import Testing

@Suite struct RestrictionSettingsTests {
    private static func text(_ restrictions: String, _ rest: String = "") -> String {
        """
        upstreams:
          - {name: orders, address: 127.0.0.1, port: 9001}
        routes:
          - name: all
            path: /**
            open: true
            restrictions: {\(restrictions.replacing("\n", with: " "))}
        \(rest)
        """
    }

    private static func read(_ restrictions: String) throws -> Restrictions {
        let configuration = try ServerConfiguration(file: "a", text: Self.text(restrictions))
        return try #require(configuration.gateway.routes.first?.rules.restrictions).source
    }

    @Test func `every restriction of a route is read`() throws {
        let sha1 = "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709"
        let restrictions = try Self.read(
            """
            allowedAddresses: [10.0.0.0/8], deniedAddresses: ["2001:db8::/32"], allowedCountries: [DE, unknown],
            deniedCountries: [us], allowedNetworks: [AS64500], deniedNetworks: [AS64501], methods: [GET],
            certificates: [\(String(repeating: "ab", count: 32))], referrers: ["https://*.example.com/*"],
            origins: ["https://a.test"], androidApplications: [com.example.app=\(sha1)], iosApplications: [com.example.App],
            timeWindows: ["mon-fri 09:00-17:30 Europe/Berlin", "sat 22:00-06:00 UTC"]
            """)
        let further = restrictions.further
        #expect(restrictions.allowedAddresses.map(\.description) == ["10.0.0.0/8"])
        #expect(restrictions.deniedAddresses.map(\.description) == ["2001:db8::/32"])
        #expect(further.allowedCountries.map(\.description) == ["DE", "unknown"])
        #expect(further.deniedCountries.map(\.description) == ["US"])
        #expect(
            further.allowedNetworks.map(\.rawValue) == [64_500] && further.deniedNetworks.map(\.rawValue) == [64_501])
        #expect(restrictions.methods?.methods == [.get] && restrictions.certificates.count == 1)
        #expect(further.referrers.count == 1 && further.origins.count == 1 && further.applications.count == 2)
        #expect(further.timeWindows.map(\.description) == ["mon-fri 09:00-17:30 Europe/Berlin", "sat 22:00-06:00 UTC"])
    }

    @Test(arguments: [
        ("", "restricts nothing"), ("allowedCountries: [UK]", "'UK' is not a country"),
        ("allowedCountries: []", "must name at least one"), ("allowedCountries: [DE, de]", "is there twice"),
        ("deniedNetworks: [64500]", "'64500' is not an autonomous system"),
        ("referrers: [example.com]", "'example.com' is not a page"), ("origins: [example.com]", "is not an origin"),
        ("androidApplications: [com.example.app]", "is not an application"), ("methods: [FETCH]", "is not one of GET"),
        ("timeWindows: [\"daily 09:00-10:00 Europe/Atlantis\"]", "knows no time zone 'Europe/Atlantis'"),
        ("timeWindows: [\"daily 09:00-09:00 UTC\"]", "00:00 to 24:00"), ("timeWindows: [nine to five]", "is not days"),
        ("timeWindows: [\"mon 09:00-11:00 UTC\", \"mon 10:00-12:00 UTC\"]", "'mon 10:00-12:00 UTC' overlaps"),
        ("routes: [all]", "unknown"),
    ])
    func `each mistake is told`(_ restrictions: String, _ message: String) throws {
        let error = #expect(throws: ConfigurationError.self) { try Self.read(restrictions) }
        let described = error.map { "\($0)" } ?? ""
        #expect(described.contains(message), "\(described)")
    }

    @Test func `databases of places are named by their paths`() throws {
        let settings = "geo: {countryDatabase: /a.mmdb, networkDatabase: /b.mmdb}"
        let configuration = try ServerConfiguration(file: "a", text: Self.text("methods: [GET]", settings))
        #expect(configuration.geo == GeoSettings(countryDatabase: "/a.mmdb", networkDatabase: "/b.mmdb"))
        #expect(throws: ConfigurationError.self) {
            try ServerConfiguration(file: "a", text: Self.text("methods: [GET]", "geo: {cityDatabase: /a.mmdb}"))
        }
    }
}
