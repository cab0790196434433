import ArgumentParser

/// The options of every command that talks to a server.
struct ServerOptions: ParsableArguments {
    @OptionGroup(title: "Output") var output: OutputOptions

    @Option(
        help: .init(
            "The admin API: unix:/path/admin.sock, http://127.0.0.1:PORT or https://HOST. (default: the socket of the configuration) [env: GATEHOUSE_ADDR]",
            valueName: "address"))
    var addr: String?

    @Option(
        help: .init(
            "The server's configuration file. (default: ./gatehouse.yaml when there is one) [env: GATEHOUSE_CONFIG]",
            valueName: "path"),
        completion: .file(extensions: ["yaml", "yml"]))
    var config: String?

    @OptionGroup(title: "TLS") var trust: TrustOptions

    @Flag(help: "Never ask; fail instead. [env: GATEHOUSE_NO_INPUT]")
    var noInput = false
}
