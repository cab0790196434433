import Admission
import ConfigurationReading
import Foundation
import Gateway
import Keys
import TestKit
import Testing

@Suite struct ServerConfigurationTests {
    static let complete = """
        data: /var/lib/gatehouse
        rootKey:
          file: /etc/gatehouse/root.key
        tokenPrefix: acme
        eventLoops: 2
        gateway:
          address: 127.0.0.1
          port: 8443
          maximumConnections: 1000
          headTimeoutMs: 5000
        admin:
          port: 9000
        limiter:
          capacity: 4096
          lowerAbovePercent: 80
          lowerAboveUpstreamLatencyMs: 500
          lowerAboveUpstreamErrorPercent: 20
        limits:
          - name: everyone
            scope: global
            rate: { limit: 1000, seconds: 1 }
            burst: 2000
        upstreams:
          - name: orders
            address: 127.0.0.1
            port: 9001
            responseTimeoutMs: 2500
            readsBodies: false
        routes:
          - name: read-orders
            host: api.example.com
            methods: [GET, HEAD]
            path: /orders/{id}
            project: shop
            environment: live
            permission: orders:read
            class: read
            credentials:
              - header: X-API-Key
            limits:
              - name: per-key
                scope: key
                windows:
                  - { limit: 10, seconds: 1 }
                  - { limit: 100, seconds: 60 }
          - name: health
            path: /health
            open: true
            upstream: orders
        decisions:
          accessLog: "-"
        """

    private func read(_ text: String) throws(ConfigurationError) -> ServerConfiguration {
        try ServerConfiguration(file: "gatehouse.yaml", text: text)
    }

    private func error(_ text: String) -> ConfigurationError? {
        do {
            _ = try self.read(text)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a complete file is read into typed values`() throws {
        let configuration = try self.read(Self.complete)
        #expect(configuration.tokenPrefix == "acme")
        #expect(configuration.gateway.port == 8443)
        #expect(configuration.gateway.headTimeout == .seconds(5))
        #expect(configuration.admin.port == 9000)
        #expect(
            configuration.limits.first?.algorithm == .tokenBucket(rate: .init(limit: 1000, seconds: 1), burst: 2000))
        #expect(configuration.gateway.upstreams.map(\.name) == ["orders"])
        #expect(configuration.gateway.upstreams.first?.responseTimeout == .milliseconds(2500))
        #expect(configuration.gateway.upstreams.first?.readsBodies == false)
        let route = try #require(configuration.gateway.routes.first)
        #expect(route.host == "api.example.com")
        #expect(route.methods == MethodSet([.get, .head]))
        #expect(route.rules.permission == Permission("orders:read"))
        #expect(route.rules.operation == .read)
        #expect(route.rules.sources.map { String(decoding: $0.name, as: UTF8.self) } == ["x-api-key"])
        #expect(route.rules.limits.first?.windows.count == 2)
        #expect(configuration.gateway.routes[1].rules.requiresKey == false)
        #expect(configuration.decisions.accessLog == "-")
        #expect(configuration.adminSocket == "/var/lib/gatehouse/run/admin.sock")
    }

    @Test func `the audit log has the name it is given, or none`() throws {
        #expect(try self.read(Self.complete).audit.origin == nil)
        let named = Self.complete + "\naudit:\n  origin: log.example.com/acme"
        #expect(try self.read(named).audit.origin == "log.example.com/acme")
        for name in ["", "a b", "a+b", "ä", String(repeating: "x", count: 256)] {
            let error = try #require(self.error(Self.complete + "\naudit:\n  origin: \"\(name)\""))
            #expect(error.key == "audit.origin", "\(name)")
        }
        for (text, value) in [(Self.complete, "made with the store"), (named, "log.example.com/acme")] {
            let listing = try ConfigurationListing(file: "a", text: text).entries
            #expect(listing.first { $0.key == "audit.origin" }?.value == value)
        }
    }

    @Test func `the largest body is set for the gateway and for a route, and lifted by a word`() throws {
        let configured = Self.complete
            .replacingOccurrences(of: "headTimeoutMs: 5000", with: "maximumBodyBytes: 5000")
            .replacingOccurrences(of: "class: read", with: "class: read\n    maximumBodyBytes: unlimited")
        let routes = try self.read(configured).gateway.routes
        #expect(routes[0].maximumBodyBytes == .max)
        #expect(routes[1].maximumBodyBytes == nil)
        for (text, value) in [(Self.complete, "104857600"), (configured, "5000")] {
            let listing = try ConfigurationListing(file: "a", text: text).entries
            #expect(listing.first { $0.key == "gateway.maximumBodyBytes" }?.value == value)
        }
    }

    @Test func `an unknown setting is refused with its line and the nearest known one`() throws {
        let text = Self.complete.replacingOccurrences(of: "maximumConnections: 1000", with: "maximumConections: 1000")
        let error = try #require(self.error(text))
        #expect(error.line == 9)
        #expect(error.key == "gateway.maximumConections")
        #expect(error.message == "unknown setting; did you mean 'maximumConnections'?")
        #expect(error.description.hasPrefix("gatehouse.yaml:9: gateway.maximumConections: "))
    }

    @Test(arguments: [
        ("port: 8443", "port: 99999", "gateway.port", "must be a whole number from 0 to 65535"),
        (
            "class: read", "class: raed", "routes[0].class",
            "'raed' is not one of read, write, admin; did you mean 'read'?"
        ),
        ("methods: [GET, HEAD]", "methods: [GETT]", "routes[0].methods[0]", "'GETT' is not one of"),
        ("permission: orders:read", "permission: orders", "routes[0].permission", "is not a permission"),
        ("upstream: orders", "upstream: order", "routes[1].upstream", "did you mean 'orders'?"),
        ("tokenPrefix: acme", "tokenPrefix: gko", "tokenPrefix", "not 'gko'"),
        ("scope: key", "scope: keys", "routes[0].limits[0].scope", "did you mean 'key'?"),
        ("headTimeoutMs: 5000", "maximumBodyBytes: -1", "gateway.maximumBodyBytes", "or unlimited"),
        ("headTimeoutMs: 5000", "maximumBodyBytes: 10MB", "gateway.maximumBodyBytes", "or unlimited"),
        ("class: read", "maximumBodyBytes: no", "routes[0].maximumBodyBytes", "or unlimited"),
        ("burst: 2000", "windows: []", "limits[0]", "give 'windows'"),
        ("name: health", "name: read-orders", "routes[1]", "another route named"),
        ("port: 9000", "address: 0.0.0.0", "admin.address", "allowBeyondLoopback"),
        (
            "port: 9000", "address: 0.0.0.0\n  tls: {certificates: []}", "admin.tls.certificates",
            "must name 1 to 64 certificates"
        ),
        ("address: 127.0.0.1\n  port: 8443", "address: nowhere\n  port: 8443", "gateway.address", "an IP address"),
        ("environment: live", "class: write", "routes[0]", "'project' and 'environment' are missing"),
    ])
    func `each mistake names its setting and what would be right`(
        right: String, wrong: String, key: String, message: String
    ) throws {
        #expect(Self.complete.contains(right))
        let error = try #require(self.error(Self.complete.replacingOccurrences(of: right, with: wrong)))
        #expect(error.line != nil)
        #expect(error.key == key || error.message.contains("given twice"))
        #expect(error.message.contains(message) || error.message.contains("given twice"))
    }

    @Test func `files that are not YAML, not a mapping, or empty are refused in one sentence`() {
        for text in ["a: [1, 2", "- a", "", "a: 1\na: 2", "\u{0}", "a: *b", String(repeating: "a", count: 2_000_000)] {
            let error = self.error(text)
            #expect(error != nil)
            #expect(error?.description.contains("\n") == false)
        }
    }

    @Test func `random changes of a file are read or refused, and never trap`() {
        var random = SeededGenerator(seed: 7)
        let bytes = Array(Self.complete.utf8)
        for _ in 0..<2000 {
            var changed = bytes
            for _ in 0...Int(random.next() % 4) {
                let index = Int(random.next() % UInt64(changed.count))
                changed[index] = UInt8(truncatingIfNeeded: random.next() % 128)
            }
            _ = self.error(String(decoding: changed, as: UTF8.self))
        }
    }
}
