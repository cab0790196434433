import ArgumentParser

/// From where and how keys may be used.
struct RestrictionOptions: ParsableArguments {
    @Option(
        name: .customLong("network"),
        help: .init("Admit from this CIDR range only; may be repeated. (default: anywhere)", valueName: "cidr"))
    var networks: [String] = []

    @Option(
        name: .customLong("deny-network"),
        help: .init("Never admit from this CIDR range; may be repeated. (default: none)", valueName: "cidr"))
    var deniedNetworks: [String] = []

    @Option(
        name: .customLong("method"),
        help: .init("Admit this request method only; may be repeated. (default: all)", valueName: "method"))
    var methods: [String] = []

    @Option(
        name: .customLong("certificate"),
        help: .init(
            "Admit only beside this client certificate: its SHA-256, or a PEM file; may be repeated. (default: none)",
            valueName: "sha256|file"))
    var certificates: [CertificateText] = []

    /// The restrictions in the admin API's shape; `nil` when none was given.
    var document: JSONValue? {
        let given = [
            self.networks.isEmpty, self.deniedNetworks.isEmpty, self.methods.isEmpty, self.certificates.isEmpty,
        ]
        guard given.contains(false) else { return nil }
        return .members([
            "allowed_addresses": self.networks.isEmpty ? nil : .strings(self.networks),
            "denied_addresses": self.deniedNetworks.isEmpty ? nil : .strings(self.deniedNetworks),
            "methods": self.methods.isEmpty ? nil : .strings(self.methods.map { $0.uppercased() }),
            "certificates": self.certificates.isEmpty ? nil : .strings(self.certificates.map(\.thumbprint)),
        ])
    }
}
