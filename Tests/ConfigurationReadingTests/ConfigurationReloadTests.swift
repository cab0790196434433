import ConfigurationReading
import Testing

/// What a server that runs takes up, and what it was started with for good.
@Suite struct ConfigurationReloadTests {
    private static let text = """
        data: /var/lib/gatehouse
        rootKey: {file: /etc/gatehouse/root.key}
        eventLoops: 2
        gateway:
          port: 8080
          realm: shop
        upstreams:
          - {name: orders, address: 127.0.0.1, port: 9001}
        routes:
          - {name: all, path: /**, open: true}
        """

    /// Why a server that runs by `text` refuses the text with these changes; `nil` when it does not.
    private func refusal(_ changes: (String, String)...) throws -> String? {
        let changed = changes.reduce(Self.text) { $0.replacing($1.0, with: $1.1) }
        let listing = try ConfigurationListing(file: "a.yaml", text: changed)
        let before = try ConfigurationListing(file: "a.yaml", text: Self.text)
        return listing.restartNeeded(after: before, file: "a.yaml")?.description
    }

    @Test func `the same needs nothing, nor does a default that is written down`() throws {
        #expect(try self.refusal() == nil)
        #expect(try self.refusal(("realm: shop", "realm: shop\n  address: 127.0.0.1")) == nil)
        #expect(try self.refusal(("eventLoops: 2", "limiter: {capacity: 1048576}\neventLoops: 2")) == nil)
    }

    @Test func `routes, upstreams, limits and what bounds clients are taken up`() throws {
        #expect(
            try self.refusal(
                ("path: /**", "path: /new/**, limits: [{name: a, scope: address, windows: [{limit: 5, seconds: 60}]}]"))
                == nil
        )
        #expect(try self.refusal(("port: 9001", "port: 9002, responseTimeoutMs: 100")) == nil)
        #expect(
            try self.refusal(("realm: shop", "realm: bank\n  headTimeoutMs: 500\n  trustedProxies: [10.0.0.0/8]"))
                == nil)
        #expect(
            try self.refusal(
                (
                    "eventLoops: 2",
                    "eventLoops: 2\nlimits: [{name: a, scope: global, windows: [{limit: 5, seconds: 60}]}]"
                ))
                == nil)
    }

    @Test func `what is read once is named, with its line and what else there is`() throws {
        #expect(try self.refusal(("port: 8080", "port: 8081")) == "a.yaml:5: gateway.port: changing it needs a restart")
        #expect(
            try self.refusal(("port: 8080", "port: 8081"), ("eventLoops: 2", "eventLoops: 3"))
                == "a.yaml:3: eventLoops: changing it needs a restart; so do gateway.port")
        // It is no longer written down: the default is another.
        #expect(try self.refusal(("eventLoops: 2\n", "")) == "a.yaml: eventLoops: changing it needs a restart")
    }

    @Test(arguments: [
        "verify: {port: 8090}", "admin: {port: 8099}", "tokenPrefix: shop", "limiter: {capacity: 2048}",
        "decisions: {maximumBytes: 16777216}", "backup: {folder: /backups}", "audit: {origin: example.com/log}",
    ])
    func `whole parts that come need a restart`(_ part: String) throws {
        #expect(try self.refusal(("eventLoops: 2", "eventLoops: 2\n\(part)"))?.contains("needs a restart") == true)
    }

    @Test(arguments: ["tls: {certificates: [{certificate: a, key: b}]}", "redirect: {port: 80, host: a.example}"])
    func `listeners do not change what they speak`(_ setting: String) throws {
        #expect(try self.refusal(("realm: shop", "realm: shop\n  \(setting)"))?.contains("needs a restart") == true)
    }

    private static let pair = "tls: {certificates: [{certificate: a, key: b}]}"

    @Test(arguments: [
        "tls: {certificates: [{certificate: a, key: b}, {certificate: c, key: d}]}",
        "tls: {certificates: [{certificate: c, key: d}], minimumVersion: \"1.2\"}",
        "tls: {certificates: [{certificate: a, key: b}], clientCertificates: {mode: optional, authorities: c}}",
        "tls: {certificates: [{certificate: a, key: b}], handshakesPerSecond: 5, strictTransportSeconds: 0}",
    ])
    func `settings of TLS are taken up where TLS is spoken`(_ setting: String) throws {
        func listing(_ tls: String) throws -> ConfigurationListing {
            let text = Self.text.replacing("realm: shop", with: "realm: shop\n  \(tls)")
            return try ConfigurationListing(file: "a.yaml", text: text)
        }
        let refusal = try listing(setting).restartNeeded(after: try listing(Self.pair), file: "a.yaml")
        #expect(refusal == nil)
    }

    @Test func `a listener does not begin to speak TLS, nor end`() throws {
        let plain = try ConfigurationListing(file: "a.yaml", text: Self.text)
        let secured = try ConfigurationListing(
            file: "a.yaml", text: Self.text.replacing("realm: shop", with: "realm: shop\n  \(Self.pair)"))
        for (one, other) in [(plain, secured), (secured, plain)] {
            let refusal = one.restartNeeded(after: other, file: "a.yaml")?.description
            #expect(refusal?.contains("gateway.tls") == true)
            #expect(refusal?.contains("needs a restart") == true)
        }
    }

    @Test func `a setting that nobody has thought of needs a restart`() {
        #expect(!ConfigurationListing.isReloadable("gateway.somethingNew"))
        #expect(!ConfigurationListing.isReloadable("gateway.realmOfNext"))
        #expect(!ConfigurationListing.isReloadable("routesOfNext[0].path"))
        #expect(ConfigurationListing.isReloadable("verify.forwardAuth.addresses[0]"))
    }
}
