import ConfigurationReading
import Gateway
import Testing
import TransportSecurity

@Suite struct UpstreamTLSSettingsTests {
    private static let pin = "zW1hSyx7hEBBUlJFKvEM1IwmZyiEpzDLcGIrRxNHePQ="
    private static let spare = "K4VDwtmUGLoprmi7HGCEGE7ZmqmN4TCLtdvcv9bRd6E="

    private func read(_ tls: String, _ place: String = "address: orders.test, port: 1") throws -> UpstreamTLSSettings? {
        try ServerConfiguration(
            file: "gatehouse.yaml", text: "verify: {}\nupstreams:\n  - {name: orders, \(place), tls: \(tls)}\n"
        ).gateway.upstreams.first?.tls
    }

    private func objection(_ tls: String, _ place: String = "address: orders.test, port: 1") -> String? {
        do {
            _ = try self.read(tls, place)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func `nothing has to be said: the host, whom the system trusts, 1.3`() throws {
        let settings = try #require(try self.read("{}"))
        #expect(settings == UpstreamTLSSettings() && settings.minimumVersion == .tls13)
        #expect(settings.serverName(of: .init(.host("orders.test", port: 1))) == "orders.test")
    }

    @Test func `everything is read`() throws {
        let settings = try #require(
            try self.read(
                "{serverName: a.test, authorities: ca.pem, certificate: a.pem, key: a.key, minimumVersion: \"1.2\", pins: [\(Self.pin), sha256//\(Self.spare)]}"
            ))
        #expect(
            settings.serverName == "a.test" && settings.authorities == "ca.pem" && settings.minimumVersion == .tls12)
        #expect(settings.identity == .init(certificate: "a.pem", key: "a.key"))
        #expect(settings.pins.count == 2 && settings.pins.allSatisfy { $0.count == 32 })
    }

    @Test func `what cannot be meant is refused with its line`() {
        for (text, part) in [
            ("{certificate: a.pem}", "belong together"), ("{key: a.key}", "belong together"),
            ("{pins: []}", "2 to 16"), ("{pins: [\(Self.pin)]}", "a lost key"),
            ("{pins: [\(Self.pin), \(Self.pin)]}", "there twice"),
            ("{pins: [\(Self.pin), abc]}", "SHA-256 of a public key"),
            ("{minimumVersion: \"1.1\"}", "must be '1.2' or '1.3'"), ("{verify: false}", "unknown setting"),
        ] {
            let objection = self.objection(text)
            #expect(objection?.hasPrefix("gatehouse.yaml:3: ") == true, "\(objection ?? "")")
            #expect(objection?.contains(part) == true, "\(objection ?? "")")
        }
    }

    @Test func `a Unix socket says no name`() {
        #expect(self.objection("{}", "socket: /run/orders.sock")?.contains("serverName") == true)
        #expect(self.objection("{serverName: orders.test}", "socket: /run/orders.sock") == nil)
    }
}
