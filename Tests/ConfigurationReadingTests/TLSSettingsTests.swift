import ConfigurationReading
import Gateway
import Testing
import TransportSecurity

@Suite struct TLSSettingsTests {
    private func read(_ tls: String) throws -> TLSSettings? {
        try ServerConfiguration(
            file: "gatehouse.yaml", text: "verify: {}\ngateway:\n  tls: \(tls)\n"
        ).gateway.tls
    }

    private func objection(_ tls: String) -> String? {
        do {
            _ = try self.read(tls)
            return nil
        } catch {
            return "\(error)"
        }
    }

    private let pair = "{certificate: a.pem, key: a.key}"

    @Test func `only the certificates have to be said`() throws {
        let settings = try #require(try self.read("{certificates: [\(self.pair)]}"))
        #expect(settings.certificates == [.init(certificate: "a.pem", key: "a.key")])
        #expect(settings.minimumVersion == .tls13 && settings.strictTransportSeconds == 31_536_000)
        #expect(settings.handshakesPerSecond == 1_000)
    }

    @Test func `everything is read`() throws {
        let settings = try #require(
            try self.read(
                "{certificates: [\(self.pair), {certificate: b.pem, key: b.key}], minimumVersion: \"1.2\", strictTransportSeconds: 0}"
            ))
        #expect(settings.certificates.map(\.certificate) == ["a.pem", "b.pem"])
        #expect(settings.minimumVersion == .tls12 && settings.strictTransportSeconds == 0)
    }

    @Test func `clients are asked for a certificate, or have to have one`() throws {
        for (clients, expected) in [
            ("{mode: off}", nil), ("{mode: off, authorities: ca.pem}", nil),
            ("{mode: optional, authorities: ca.pem}", TLSSettings.Clients(authorities: "ca.pem", isRequired: false)),
            ("{mode: required, authorities: ca.pem}", TLSSettings.Clients(authorities: "ca.pem", isRequired: true)),
        ] {
            let settings = try self.read("{certificates: [\(self.pair)], clientCertificates: \(clients)}")
            #expect(settings?.clients == expected)
        }
    }

    @Test func `the verify and admin listeners read the same, and operators may come from elsewhere then`() throws {
        let configuration = try ServerConfiguration(
            file: "gatehouse.yaml",
            text: """
                verify: {address: 10.0.0.5, tls: {certificates: [\(self.pair)], strictTransportSeconds: 1}}
                admin: {address: 0.0.0.0, tls: {certificates: [\(self.pair)], minimumVersion: "1.2"}}
                """)
        #expect(configuration.verify?.listener.tls?.strictTransportSeconds == 1)
        #expect(configuration.admin.tls?.minimumVersion == .tls12)
        #expect(configuration.admin.tls?.certificates == configuration.verify?.listener.tls?.certificates)
    }

    @Test func `a listener on a socket alone has nothing to speak TLS on`() {
        let error = #expect(throws: ConfigurationError.self) {
            try ServerConfiguration(
                file: "gatehouse.yaml",
                text: "verify: {socket: /run/a/verify.sock, tls: {certificates: [\(self.pair)]}}")
        }
        #expect(error?.message.contains("verify.tls") == true)
    }

    @Test func `what cannot be meant is refused with its line`() {
        for (text, part) in [
            ("{}", "'certificates' is missing"), ("{certificates: []}", "1 to 64"),
            ("{certificates: [{certificate: a.pem}]}", "'key' is missing"),
            ("{certificates: [{key: a.key}]}", "'certificate' is missing"),
            ("{certificates: [\(self.pair)], minimumVersion: \"1.1\"}", "must be '1.2' or '1.3'"),
            ("{certificates: [\(self.pair)], minimumVersion: \"SSLv3\"}", "must be '1.2' or '1.3'"),
            ("{certificates: [\(self.pair)], strictTransportSeconds: -1}", "0 to"),
            ("{certificates: [\(self.pair)], handshakesPerSecond: -1}", "0 to"),
            ("{certificates: [\(self.pair)], ciphers: x}", "unknown setting"),
            ("{certificates: [\(self.pair)], clientCertificates: {authorities: ca.pem}}", "'mode' is missing"),
            ("{certificates: [\(self.pair)], clientCertificates: {mode: required}}", "'authorities' is missing"),
            ("{certificates: [\(self.pair)], clientCertificates: {mode: maybe}}", "off, optional or required"),
        ] {
            let objection = self.objection(text)
            #expect(objection?.hasPrefix("gatehouse.yaml:3: ") == true, "\(objection ?? "")")
            #expect(objection?.contains(part) == true, "\(objection ?? "")")
        }
    }
}
