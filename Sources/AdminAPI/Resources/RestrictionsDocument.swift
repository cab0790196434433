import Keys

extension Restrictions {
    var document: JSONValue {
        let further = self.further
        return .members([
            "allowed_addresses": .strings(self.allowedAddresses.map(\.description)),
            "denied_addresses": .strings(self.deniedAddresses.map(\.description)),
            "methods": self.methods.map { .strings($0.methods.map(\.name)) },
            // Said only of keys that have some: most have none.
            "certificates": Self.texts(self.certificates),
            "allowed_countries": Self.texts(further.allowedCountries),
            "denied_countries": Self.texts(further.deniedCountries),
            "allowed_networks": Self.texts(further.allowedNetworks),
            "denied_networks": Self.texts(further.deniedNetworks),
            "referrers": Self.texts(further.referrers),
            "origins": Self.texts(further.origins),
            "applications": further.applications.isEmpty ? nil : ApplicationRule.document(of: further.applications),
            "routes": Self.texts(further.routes),
            "time_windows": further.timeWindows.isEmpty ? nil : .array(further.timeWindows.map(\.document)),
            "maximum_idle_seconds": further.maximumIdleSeconds.map { .integer(Int64($0)) },
        ])
    }

    private static func texts(_ values: [some CustomStringConvertible]) -> JSONValue? {
        values.isEmpty ? nil : .strings(values.map(\.description))
    }
}

extension Field where Value == Restrictions {
    /// Those of a key. What is left out is not restricted.
    static var restrictions: Self { .restrictions(mostRanges: Restrictions.mostRanges) }

    /// Those of whatever may name so many ranges of addresses on either side.
    static func restrictions(mostRanges: Int) -> Self {
        .object { value, pointer throws(FieldFaults) in
            var reader = try ObjectReader(value, at: pointer)
            let ranges = Field<[NetworkRange]>.list(mostRanges, of: Field<NetworkRange>.networkRange)
            var restrictions = Restrictions()
            restrictions.allowedAddresses = reader.optional("allowed_addresses", ranges) ?? []
            restrictions.deniedAddresses = reader.optional("denied_addresses", ranges) ?? []
            let methods = reader.optional("methods", Field<[RequestMethod]>.list(7, of: .method))
            restrictions.methods = methods.map { MethodSet($0) }
            let certificates = reader.optional(
                "certificates", Field<[CertificateThumbprint]>.list(Restrictions.mostCertificates, of: .thumbprint))
            restrictions.certificates = certificates ?? []
            restrictions.further = FurtherRestrictions(&reader)
            try reader.finish()
            return restrictions
        }
    }
}

extension FurtherRestrictions {
    fileprivate init(_ reader: inout ObjectReader) {
        self.init()
        let countries = Field<[CountryCode]>.list(Self.most, of: .country)
        self.allowedCountries = reader.optional("allowed_countries", countries) ?? []
        self.deniedCountries = reader.optional("denied_countries", countries) ?? []
        let networks = Field<[NetworkNumber]>.list(Self.most, of: .networkNumber)
        self.allowedNetworks = reader.optional("allowed_networks", networks) ?? []
        self.deniedNetworks = reader.optional("denied_networks", networks) ?? []
        self.referrers = reader.optional("referrers", Field<[ReferrerPattern]>.list(Self.most, of: .referrer)) ?? []
        self.origins = reader.optional("origins", Field<[OriginPattern]>.list(Self.most, of: .origin)) ?? []
        self.applications = reader.optional("applications", .applications) ?? []
        self.routes = reader.optional("routes", Field<[String]>.list(Self.most, of: .text(64))) ?? []
        let windows = Field<[TimeWindow]>.list(TimeWindow.most, of: .timeWindow)
        self.timeWindows = reader.optional("time_windows", windows) ?? []
        self.maximumIdleSeconds = reader.optional("maximum_idle_seconds", .integer(1...Self.longestIdleSeconds))
    }
}

extension Field where Value == CertificateThumbprint {
    fileprivate static var thumbprint: Self {
        .parsed("the SHA-256 of a certificate: 64 hexadecimal digits") { CertificateThumbprint($0) }
    }
}

extension Field where Value == RequestMethod {
    fileprivate static var method: Self {
        .parsed("one of GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE") { RequestMethod(name: $0) }
    }
}

extension Field where Value == CountryCode {
    fileprivate static var country: Self {
        .parsed("a country such as DE (ISO 3166-1), or “unknown”,") { CountryCode($0) }
    }
}

extension Field where Value == NetworkNumber {
    fileprivate static var networkNumber: Self {
        .parsed("an autonomous system such as AS64500, or “unknown”,") { NetworkNumber($0) }
    }
}

extension Field where Value == ReferrerPattern {
    fileprivate static var referrer: Self {
        .parsed("a page such as https://*.example.com/*, its path included,") { ReferrerPattern($0) }
    }
}

extension Field where Value == OriginPattern {
    fileprivate static var origin: Self {
        .parsed("an origin such as https://app.example.com or https://*.example.com") { OriginPattern($0) }
    }
}
