import ConfigurationReading
import Gateway
import Keys
import Testing

@Suite struct VerifySettingsTests {
    private func read(_ verify: String) throws(ConfigurationError) -> VerifySettings? {
        let lines = verify.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
        return try ServerConfiguration(file: "gatehouse.yaml", text: "verify:\n\(lines)\n").verify
    }

    private func objection(_ verify: String) -> String? {
        do {
            _ = try self.read(verify)
            return nil
        } catch {
            return error.description
        }
    }

    @Test func `without the section there is no listener`() throws {
        let text = ServerConfigurationTests.complete
        #expect(try ServerConfiguration(file: "gatehouse.yaml", text: text).verify == nil)
    }

    @Test func `whoever only verifies keys needs no upstream and no route`() throws {
        let configuration = try ServerConfiguration(file: "gatehouse.yaml", text: "verify: {}")
        #expect(configuration.gateway.upstreams.isEmpty && configuration.gateway.routes.isEmpty)
        #expect(configuration.verify?.listener.address == "127.0.0.1")
        #expect(configuration.verify?.listener.port == 8082)
        #expect(configuration.verify?.forwardAuth == nil && configuration.verify?.leaks == nil)
        #expect(throws: ConfigurationError.self) { try ServerConfiguration(file: "gatehouse.yaml", text: "data: a") }
    }

    @Test func `everything is read`() throws {
        let settings = try #require(
            try self.read(
                """
                address: 127.0.0.2
                port: 9082
                socket: /run/gatehouse/verify.sock
                maximumConnections: 10
                maximumBodyBytesHeld: 2097152
                headTimeoutMs: 1
                bodyTimeoutMs: 2
                keepAliveTimeoutMs: 3
                actTimeoutMs: 4
                forwardAuth:
                  callers:
                    secretFile: /etc/gatehouse/caller.secret
                    addresses: [10.1.2.0/24, "::1"]
                    socket: true
                  trustedProxies: [10.1.2.3]
                leaks:
                  github: {publicKeysFile: /etc/gatehouse/github.json}
                  onLeak: revoke
                """))
        #expect(settings.listener.address == "127.0.0.2" && settings.listener.port == 9082)
        #expect(settings.listener.socket == "/run/gatehouse/verify.sock")
        #expect(settings.listener.maximumConnections == 10 && settings.listener.maximumBodyBytesHeld == 2_097_152)
        #expect(settings.listener.headTimeout == .milliseconds(1) && settings.listener.bodyTimeout == .milliseconds(2))
        #expect(
            settings.listener.keepAliveTimeout == .milliseconds(3) && settings.listener.actTimeout == .milliseconds(4))
        #expect(settings.forwardAuth?.secretFile == "/etc/gatehouse/caller.secret")
        #expect(settings.forwardAuth?.addresses.map(\.description) == ["10.1.2.0/24", "::1/128"])
        #expect(settings.forwardAuth?.acceptsSocket == true)
        #expect(settings.forwardAuth?.trustedProxies.map(\.description) == ["10.1.2.3/32"])
        #expect(settings.leaks?.publicKeysFile == "/etc/gatehouse/github.json")
        #expect(settings.leaks?.response == .revoke)
    }

    @Test func `a socket alone listens on no port`() throws {
        #expect(try self.read("socket: /run/gatehouse/verify.sock")?.listener.address == nil)
        #expect(try self.read("socket: /run/gatehouse/verify.sock\nport: 0")?.listener.address == "127.0.0.1")
    }

    @Test(arguments: [
        "forwardAuth: {}", "forwardAuth: {callers: {}}", "forwardAuth: {callers: {addresses: []}}",
        "forwardAuth: {callers: {socket: false}}", "forwardAuth: {trustedProxies: [10.0.0.1]}",
    ]) func `forward-auth without a proof of who asks is refused`(text: String) {
        let objection = self.objection(text)
        let sentence = "nothing proves who asks; give callers a secretFile, addresses, or socket: true"
        #expect(objection?.contains(sentence) == true)
        #expect(objection?.hasPrefix("gatehouse.yaml:2: verify.forwardAuth") == true, "\(objection ?? "")")
    }

    @Test(arguments: [
        ("forwardAuth: {callers: {addresses: [0.0.0.0/0]}}", "names everybody"),
        ("forwardAuth: {callers: {addresses: [10.0.0.1/8]}}", "is not an address"),
        ("forwardAuth: {callers: {socket: true}}", "set verify.socket"),
        ("socket: verify.sock", "in a folder of its own"), ("port: 65536", "0 to 65535"),
        ("leaks: {}", "'github' is missing"), ("leaks: {github: {}}", "'publicKeysFile' is missing"),
        ("leaks: {github: {publicKeysFile: a}, onLeak: panic}", "is not one of report, revoke"),
        ("maximumBodyBytesHeld: 1", "1048576"), ("prot: 1", "did you mean 'port'?"),
    ]) func `what cannot work is refused with its reason`(text: String, reason: String) {
        #expect(self.objection(text)?.contains(reason) == true, "\(self.objection(text) ?? "accepted")")
    }

    @Test func `a route may lead nowhere, but only if it says so`() throws {
        let route = "  - {name: a, path: /a, project: p, environment: e, upstream: none}"
        let judged = try ServerConfiguration(file: "g", text: "verify: {}\nroutes:\n\(route)\n")
        #expect(judged.gateway.routes.map(\.upstream) == [nil])
        let upstreams = "upstreams:\n  - {name: none, address: a, port: 1}\n"
        #expect(throws: ConfigurationError.self) {
            try ServerConfiguration(file: "g", text: "verify: {}\n\(upstreams)routes:\n\(route)\n")
        }
        let several = "upstreams:\n  - {name: a, address: a, port: 1}\n  - {name: b, address: b, port: 1}\n"
        let silent = route.replacing(", upstream: none", with: "")
        #expect(throws: ConfigurationError.self) {
            try ServerConfiguration(file: "g", text: "verify: {}\n\(several)routes:\n\(silent)\n")
        }
    }

    @Test func `the listing names the settings in force`() throws {
        let listing = try ConfigurationListing(file: "g", text: "verify: {port: 9082}")
        #expect(listing.entries.contains { $0.key == "verify.port" && $0.value == "9082" && $0.origin == "g:1" })
        #expect(listing.entries.contains { $0.key == "verify.address" && $0.origin == "default" })
        let without = try ConfigurationListing(file: "g", text: ServerConfigurationTests.complete)
        #expect(!without.entries.contains { $0.key.hasPrefix("verify") })
    }
}
