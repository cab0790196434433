import ArgumentParser
import Auditing
import GatehouseServer
import Logging

/// `gatehouse serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the gateway and the admin API.",
        discussion: """
            EXAMPLES
              gatehouse serve                               with ./gatehouse.yaml or /etc/gatehouse/gatehouse.yaml
              gatehouse serve --config edge.yaml
              gatehouse serve --dev                         try it out: state in ./data, a demo upstream, a first key

            SIGTERM or Ctrl-C finishes the requests in flight, then stops. SIGHUP, or a changed file, has the configuration
            read again: it is in force whole, or the one before stays. A server whose root key takes a passphrase
            starts sealed: gatehouse unseal opens it.
            """)

    @Option(
        help: .init(
            "The configuration file. (default: ./gatehouse.yaml, then /etc/gatehouse/gatehouse.yaml) [env: GATEHOUSE_CONFIG]",
            valueName: "path"),
        completion: .file(extensions: ["yaml", "yml"]))
    var config: String?

    @Flag(help: "Try it out: root key in the data folder, a demo upstream and a first key. Not for production.")
    var dev = false

    @Option(help: "Least severity that is logged: trace, debug, info, notice, warning, error or critical.")
    var logLevel = "notice"

    @Option(
        help: .init(
            "Go on with data that is older than an anchor knows: the name of the rollback, as the refused start printed it. Takes two operators. (default: none)",
            valueName: "name"))
    var acceptRollback: String?

    @Option(
        help: .init(
            "With --accept-rollback, twice: a private file with an operator's key, each of another admin. (default: none)",
            valueName: "path"),
        completion: .file())
    var operatorTokenFile: [String] = []

    func run() async throws {
        guard let level = Logger.Level(rawValue: self.logLevel) else {
            throw CommandFailure.usage("'\(self.logLevel)' is not a log level")
        }
        let logger = Logger(label: "gatehouse") { ServerLog(label: $0, level: level) }
        let acceptance = try self.acceptance()
        do {
            let manager = try ServiceManager.ofProcess()
            let path = self.config ?? ServerLocation.configured
            let loaded = try ConfigurationSource.load(named: path, isDevelopment: self.dev)
            let server = try await GatehouseServer.start(
                loaded, isDevelopment: self.dev, accepting: acceptance, under: manager, logger: logger)
            try await server.run { [dev] news in
                StandardStream.output.write(StartReport(loaded: loaded, isDevelopment: dev, news: news).text)
            }
        } catch {
            throw ServerFailure.describe(StartFailure(error))
        }
    }

    /// What two operators accept; `nil` when nothing is to be accepted.
    private func acceptance() throws -> RollbackAcceptance? {
        guard let text = self.acceptRollback else {
            guard self.operatorTokenFile.isEmpty else {
                throw CommandFailure.usage("--operator-token-file says nothing without --accept-rollback")
            }
            return nil
        }
        guard let name = RollbackName(text) else {
            throw CommandFailure.usage(
                "'\(text)' is no name of a rollback", fix: "start without it, and take the name that is printed")
        }
        guard self.operatorTokenFile.count == 2 else {
            throw CommandFailure.usage("it takes the keys of two operators: --operator-token-file, twice")
        }
        return RollbackAcceptance(name: name, tokens: try self.operatorTokenFile.map(SecretFile.readLine))
    }
}
