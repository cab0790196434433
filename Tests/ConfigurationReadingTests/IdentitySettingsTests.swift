import ConfigurationReading
import Gateway
import SignedIdentity
import Testing

/// What identities are signed by, and for whom.
@Suite struct IdentitySettingsTests {
    private static let issuer = #"signedIdentity: {issuer: "https://api.example.com"}"#

    private func read(
        gateway: String = issuer, upstream: String = "signedIdentity: true", verify: String = "verify: {}"
    ) throws -> ServerConfiguration {
        try ServerConfiguration(
            file: "gatehouse.yaml",
            text: """
                rootKey: {file: k}
                gateway: {\(gateway)}
                upstreams:
                  - {name: shop, address: a, port: 1, \(upstream)}
                routes:
                  - {name: all, path: "/shop/**", open: true}
                \(verify)
                """)
    }

    private func objection(
        gateway: String = issuer, upstream: String = "signedIdentity: true", verify: String = "verify: {}"
    ) -> String? {
        do {
            _ = try self.read(gateway: gateway, upstream: upstream, verify: verify)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func `an upstream says that it wants signatures, the gateway by whom`() throws {
        let gateway = try self.read().gateway
        #expect(gateway.signedIdentity == IdentityTerms(issuer: "https://api.example.com"))
        #expect(gateway.signedIdentity?.generation == 1 && gateway.signedIdentity?.schedule.period == 7_776_000)
        #expect(gateway.upstreams.first?.signsIdentity == true)
        let raised = try self.read(gateway: "signedIdentity: {issuer: a, generation: 7}")
        #expect(raised.gateway.signedIdentity?.generation == 7)
    }

    @Test func `without the settings nobody signs`() throws {
        let gateway = try self.read(gateway: "port: 1", upstream: "readsBodies: true").gateway
        #expect(gateway.signedIdentity == nil && gateway.upstreams.first?.signsIdentity == false)
    }

    @Test func `signatures without an issuer, or that nobody could check, are refused`() {
        #expect(
            self.objection(gateway: "port: 1")?
                .contains("upstreams.shop.signedIdentity: gateway.signedIdentity with its issuer is missing") == true)
        #expect(self.objection(verify: "")?.contains("nobody could check it; 'verify' is missing") == true)
        #expect(self.objection(gateway: "signedIdentity: {}")?.contains("'issuer' is missing") == true)
    }

    @Test(arguments: ["issuer: \"a b\"", "issuer: \"\"", "issuer: ä", "issuer: a, generation: 0", "issuer: a, kid: b"])
    func `what cannot be is refused`(settings: String) {
        #expect(self.objection(gateway: "signedIdentity: {\(settings)}") != nil)
    }

    @Test func `all of it is taken up while the server runs`() {
        for key in [
            "gateway.signedIdentity.issuer", "gateway.signedIdentity.generation", "upstreams[0].signedIdentity",
        ] {
            #expect(ConfigurationListing.isReloadable(key))
        }
    }
}
