import ConfigurationReading
import GatehouseServer

/// What `serve` prints once it listens: where everything is and, at the first start with `--dev`, the first key.
struct StartReport {
    let server: GatehouseServer
    let isDevelopment: Bool
    /// What the first start with `--dev` issued; `nil` at every other start.
    let firstToken: String?

    var text: String {
        (self.places + self.firstKey + self.ending).joined(separator: "\n") + "\n"
    }

    private var gatewayURL: String {
        "http://\(self.server.gatewayAddress):\(self.server.gatewayPort)"
    }

    private var places: [String] {
        let configuration = self.server.loaded.configuration
        let admin = configuration.admin
        let mode = self.isDevelopment ? " (--dev: the root key lies beside the data; not for production)" : ""
        let first = [
            "Gatehouse \(GatehouseVersion.current) is ready\(mode)", "  gateway        \(self.gatewayURL)",
        ]
        let rest = [
            "  admin API      http://\(admin.address):\(self.server.adminPort ?? admin.port) and \(configuration.adminSocket)"
        ]
        let demo = self.server.demoPort.map { ["  demo upstream  http://127.0.0.1:\($0)"] } ?? []
        return first + self.verifyPlace + rest + demo + ["  data           \(configuration.dataFolder)"]
    }

    private var verifyPlace: [String] {
        let places = self.server.verifyPlaces
        return places.isEmpty ? [] : ["  verify         " + places.joined(separator: " and ")]
    }

    private var firstKey: [String] {
        guard let text = self.firstToken else {
            return self.isDevelopment
                ? ["", "Keys are kept from the last start. A new one: gatehouse keys create NAME --help"] : []
        }
        return [
            "", "Your first key. It is shown this once:", "", "  \(text)", "", "Try it:", "",
            "  curl -i -H 'X-API-Key: \(text)' \(self.gatewayURL)/hello",
        ]
    }

    private var ending: [String] { ["", "Ctrl-C stops."] }
}
