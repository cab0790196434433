import ArgumentParser
import Keys

/// From where, when and how a key may be used: the options that `create` and `update` share.
struct RestrictionOptions: ParsableArguments {
    @Option(
        name: .customLong("network"),
        help: .init(
            "Admit from this CIDR range, or from what AS64500 announces, only; may be repeated. (default: anywhere)",
            valueName: "cidr|as"))
    var networks: [NetworkText] = []

    @Option(
        name: .customLong("deny-network"),
        help: .init("Never admit from this CIDR range or AS; may be repeated. (default: none)", valueName: "cidr|as"))
    var deniedNetworks: [NetworkText] = []

    @Option(
        name: .customLong("country"),
        help: .init(
            "Admit from this country only: DE, or unknown; may be repeated. (default: anywhere)", valueName: "country"))
    var countries: [String] = []

    @Option(
        name: .customLong("deny-country"),
        help: .init("Never admit from this country; may be repeated. (default: none)", valueName: "country"))
    var deniedCountries: [String] = []

    @Option(
        name: .customLong("method"),
        help: .init("Admit this request method only; may be repeated. (default: all)", valueName: "method"))
    var methods: [String] = []

    @Option(
        name: .customLong("route"),
        help: .init("Admit on the route of this name only; may be repeated. (default: all)", valueName: "route"))
    var routes: [String] = []

    @Option(
        name: .customLong("window"),
        help: .init(
            "Admit at these times only: \"mon-fri 09:00-17:30 Europe/Berlin\"; may be repeated. (default: always)",
            valueName: "window"))
    var windows: [TimeWindowText] = []

    @Option(
        name: .customLong("referrer"),
        help: .init(
            "Admit beside this Referer only: https://*.example.com/*; may be repeated. (default: any)",
            valueName: "pattern"))
    var referrers: [String] = []

    @Option(
        name: .customLong("origin"),
        help: .init(
            "Admit beside this Origin only: https://app.example.com; may be repeated. (default: any)",
            valueName: "origin"))
    var origins: [String] = []

    @Option(
        name: .customLong("android-app"),
        help: .init(
            "Admit this application only: com.example.app=SHA-1; may be repeated. (default: any)",
            valueName: "package=sha1"))
    var androidApplications: [AndroidText] = []

    @Option(
        name: .customLong("ios-app"),
        help: .init(
            "Admit this application only: com.example.app; may be repeated. (default: any)", valueName: "bundle"))
    var bundles: [String] = []

    @Option(
        name: .customLong("certificate"),
        help: .init(
            "Admit only beside this client certificate: its SHA-256, or a PEM file; may be repeated. (default: none)",
            valueName: "sha256|file"))
    var certificates: [CertificateText] = []

    @Option(
        name: .customLong("max-idle"),
        help: .init(
            "Refuse once not used for so long, until it is resumed: 30d. (default: never)", valueName: "span"))
    var maximumIdle: DurationText?

    /// The restrictions that were given; `nil` for none.
    var document: JSONValue? {
        var members: [String: JSONValue] = [:]
        func set(_ name: String, _ texts: [String]) { if !texts.isEmpty { members[name] = .strings(texts) } }
        set("allowed_addresses", self.networks.compactMap(\.range))
        set("denied_addresses", self.deniedNetworks.compactMap(\.range))
        set("allowed_networks", self.networks.compactMap(\.number))
        set("denied_networks", self.deniedNetworks.compactMap(\.number))
        set("allowed_countries", self.countries.map(Self.countryText))
        set("denied_countries", self.deniedCountries.map(Self.countryText))
        set("methods", self.methods.map { $0.uppercased() })
        set("routes", self.routes)
        set("referrers", self.referrers)
        set("origins", self.origins)
        set("certificates", self.certificates.map(\.thumbprint))
        if let idle = self.maximumIdle { members["maximum_idle_seconds"] = .integer(Int64(idle.seconds)) }
        if !self.windows.isEmpty { members["time_windows"] = .array(self.windows.map(\.document)) }
        if !self.androidApplications.isEmpty || !self.bundles.isEmpty {
            members["applications"] = .members([
                "android": self.androidApplications.isEmpty ? nil : .array(self.androidApplications.map(\.document)),
                "bundle_ids": self.bundles.isEmpty ? nil : .strings(self.bundles),
            ])
        }
        return members.isEmpty ? nil : .object(members)
    }

    private static func countryText(_ text: String) -> String { text == "unknown" ? text : text.uppercased() }
}
