import Keys
import Timekeeping

extension Restrictions {
    private static let known = [
        "allowedAddresses", "deniedAddresses", "allowedCountries", "deniedCountries", "allowedNetworks",
        "deniedNetworks", "methods", "certificates", "referrers", "origins", "androidApplications", "iosApplications",
        "timeWindows",
    ]

    /// Reads `restrictions`: `allowedAddresses deniedAddresses allowedCountries deniedCountries allowedNetworks
    /// deniedNetworks methods certificates referrers origins androidApplications iosApplications timeWindows`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(Self.known)
        self.init()
        self.allowedAddresses = try settings["allowedAddresses"]?.networkRanges() ?? []
        self.deniedAddresses = try settings["deniedAddresses"]?.networkRanges() ?? []
        self.methods = try settings["methods"].map(MethodSet.init(_:))
        self.certificates =
            try settings["certificates"].map { (node) throws(ConfigurationError) in
                try node.values("the SHA-256 of a certificate", atMost: Self.mostCertificates) {
                    CertificateThumbprint($0)
                }
            } ?? []
        self.further = try .init(settings)
        guard !self.isEmpty else { throw node.error("restricts nothing; leave it out") }
    }
}

extension FurtherRestrictions {
    fileprivate init(_ settings: [String: ConfigurationNode]) throws(ConfigurationError) {
        self.init()
        let country = "a country such as DE, or unknown"
        self.allowedCountries = try settings["allowedCountries"]?.values(country) { CountryCode($0) } ?? []
        self.deniedCountries = try settings["deniedCountries"]?.values(country) { CountryCode($0) } ?? []
        let network = "an autonomous system such as AS64500, or unknown"
        self.allowedNetworks = try settings["allowedNetworks"]?.values(network) { NetworkNumber($0) } ?? []
        self.deniedNetworks = try settings["deniedNetworks"]?.values(network) { NetworkNumber($0) } ?? []
        let page = "a page such as https://*.example.com/*, its path included"
        self.referrers = try settings["referrers"]?.values(page) { ReferrerPattern($0) } ?? []
        let origin = "an origin such as https://app.example.com"
        self.origins = try settings["origins"]?.values(origin) { OriginPattern($0) } ?? []
        let android = "an application such as com.example.app=SHA-1 of its certificate"
        self.applications = try settings["androidApplications"]?.values(android, Self.android) ?? []
        let bundle = "the identifier of a bundle such as com.example.app"
        self.applications +=
            try settings["iosApplications"]?.values(bundle) {
                ApplicationRule.isName($0) ? .iOS(bundle: $0) : nil
            } ?? []
        self.timeWindows =
            try settings["timeWindows"].map { (node) throws(ConfigurationError) in
                try Self.windows(node)
            } ?? []
    }

    private static func android(_ text: String) -> ApplicationRule? {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, ApplicationRule.isName(parts[0]),
            let certificate = ApplicationRule.Fingerprint(parts[1])
        else { return nil }
        return .android(package: String(parts[0]), certificate: certificate)
    }

    private static func windows(_ node: ConfigurationNode) throws(ConfigurationError) -> [TimeWindow] {
        let windows = try node.values(TimeWindow.form, atMost: TimeWindow.most) { TimeWindow($0) }
        for (item, window) in zip(try node.items(), windows) {
            if let objection = window.objection { throw item.error("'\(window)' \(objection)") }
            guard ZoneFiles.system.source.rules(of: window.timeZone) != nil else {
                throw item.error("this system knows no time zone '\(window.timeZone)' (/usr/share/zoneinfo)")
            }
        }
        if let (first, second) = TimeWindow.overlap(in: windows) {
            throw node.error("'\(windows[second])' overlaps '\(windows[first])'; make them one, or let them not meet")
        }
        return windows
    }
}

extension ConfigurationNode {
    /// A list of texts with a grammar of their own, none twice.
    fileprivate func values<Value: Hashable>(
        _ wanted: String, atMost most: Int = FurtherRestrictions.most, _ parse: (String) -> Value?
    ) throws(ConfigurationError) -> [Value] {
        var values: [Value] = []
        for item in try self.items() {
            let text = try item.string()
            guard let value = parse(text) else { throw item.error("'\(text)' is not \(wanted)") }
            guard !values.contains(value) else { throw item.error("'\(text)' is there twice") }
            values.append(value)
        }
        guard !values.isEmpty else { throw self.error("must name at least one") }
        guard values.count <= most else { throw self.error("has more than \(most) items") }
        return values
    }
}
