import ConfigurationReading
import GatehouseServer

/// What `serve` prints once it listens: where everything is and, at the first start with `--dev`, the first key; or, when
/// it is sealed, how to open it.
struct StartReport {
    let loaded: LoadedConfiguration
    let isDevelopment: Bool
    let news: GatehouseServer.News

    var text: String {
        let lines =
            switch self.news {
            case .sealed: self.sealed
            case .open(let places, let firstToken): self.open(places) + self.firstKey(firstToken, places)
            }
        return (lines + ["", "Ctrl-C stops."]).joined(separator: "\n") + "\n"
    }

    private var configuration: ServerConfiguration { self.loaded.configuration }

    private var sealed: [String] {
        [
            "Gatehouse \(GatehouseVersion.current) is sealed: nothing is served before somebody opens it",
            "  admin API      \(self.configuration.adminSocket)", "  data           \(self.configuration.dataFolder)",
            "",
            "Open it: gatehouse unseal",
        ]
    }

    private func open(_ places: ListeningPlaces) -> [String] {
        let mode = self.isDevelopment ? " (--dev: the root key lies beside the data; not for production)" : ""
        let verify = places.verify.isEmpty ? [] : ["  verify         " + places.verify.joined(separator: " and ")]
        let demo = places.demoPort.map { ["  demo upstream  http://127.0.0.1:\($0)"] } ?? []
        return [
            "Gatehouse \(GatehouseVersion.current) is ready\(mode)", "  gateway        \(places.gatewayURL)",
        ] + verify + ["  admin API      \(places.adminURL) and \(self.configuration.adminSocket)"] + demo
            + ["  data           \(self.configuration.dataFolder)"]
    }

    private func firstKey(_ token: String?, _ places: ListeningPlaces) -> [String] {
        guard let token else {
            return self.isDevelopment
                ? ["", "Keys are kept from the last start. A new one: gatehouse keys create NAME --help"] : []
        }
        return [
            "", "Your first key. It is shown this once:", "", "  \(token)", "", "Try it:", "",
            "  curl -i -H 'X-API-Key: \(token)' \(places.gatewayURL)/hello",
        ]
    }
}
