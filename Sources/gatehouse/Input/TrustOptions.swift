import ArgumentParser

/// Whom a command trusts that talks to a server by https, and what it shows there.
struct TrustOptions: ParsableArguments {
    @Option(
        help: .init(
            "With https: a PEM file of those who may have issued the server's certificate. (default: whom the system trusts) [env: GATEHOUSE_CA_FILE]",
            valueName: "path"),
        completion: .file(extensions: ["pem", "crt"]))
    var caFile: String?

    @Option(
        help: .init(
            "With https: a PEM file with the certificate that is shown to the server. (default: none) [env: GATEHOUSE_CLIENT_CERTIFICATE]",
            valueName: "path"),
        completion: .file(extensions: ["pem", "crt"]))
    var clientCertificate: String?

    @Option(
        help: .init(
            "With https: a private PEM file with its key. (default: none) [env: GATEHOUSE_CLIENT_KEY]",
            valueName: "path"),
        completion: .file(extensions: ["pem", "key"]))
    var clientKey: String?
}
