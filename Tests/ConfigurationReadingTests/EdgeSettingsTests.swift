import ConfigurationReading
import Gateway
import HTTPMachines
import Keys
import Testing

@Suite struct EdgeSettingsTests {
    private static let own = """
        gateway:
          trustedProxies: [10.0.0.0/8, "2001:db8::/32"]
          proxyProtocol: required
          proxyHeaderTimeoutMs: 500
          forwardedRead: forwarded
          forwardedWrite: both
          maximumConnectionsPerAddress: 64
          connectionsPerSecondPerAddress: 0
          minimumUploadBytesPerSecond: 1000
          minimumDownloadBytesPerSecond: 0
          slowClientTimeoutMs: 5000
          maximumBufferedBytes: 67108864
          overloadDelayMs: 100
          redirect:
            address: 0.0.0.0
            port: 8081
            host: api.example.com
            challengeWebroot: /var/www/acme
        """

    private static let rest = """

        upstreams:
          - name: orders
            address: 127.0.0.1
            port: 9001
        routes:
          - name: all
            path: /**
            open: true
        """

    private func read(_ gateway: String) throws -> EdgeSettings {
        try ServerConfiguration(file: "a", text: gateway + Self.rest).gateway.edge
    }

    @Test func `every setting is read`() throws {
        let edge = try self.read(Self.own)
        #expect(edge.trustedProxies == ["10.0.0.0/8", "2001:db8::/32"].compactMap { NetworkRange($0) })
        #expect(edge.proxyProtocol == .required && edge.proxyHeaderTimeout == .milliseconds(500))
        #expect(edge.forwardedRead == .forwarded && edge.forwardedWrite == .both)
        #expect(edge.maximumConnectionsPerAddress == 64 && edge.connectionsPerSecondPerAddress == 0)
        #expect(edge.minimumUploadRate == 1_000 && edge.minimumDownloadRate == 0)
        #expect(edge.slowClientTimeout == .seconds(5) && edge.overloadDelay == .milliseconds(100))
        #expect(edge.maximumBufferedBytes == 67_108_864)
        let redirect = try #require(edge.redirect)
        #expect(redirect.address == "0.0.0.0" && redirect.port == 8_081)
        #expect(redirect.host == "api.example.com" && redirect.challengeWebroot == "/var/www/acme")
    }

    @Test func `without any of them nobody is believed, and clients are bounded`() throws {
        let edge = try self.read("gateway: {port: 8080}")
        #expect(edge == EdgeSettings())
        #expect(edge.trustedProxies.isEmpty && edge.proxyProtocol == .off && edge.redirect == nil)
        #expect(edge.minimumUploadRate == 500)
    }

    @Test(arguments: [
        ("[10.0.0.0/8, \"2001:db8::/32\"]", "[0.0.0.0/0]", "gateway.trustedProxies", "names everybody"),
        ("[10.0.0.0/8, \"2001:db8::/32\"]", "[10.0.0.1/8]", "gateway.trustedProxies[0]", "is not an address"),
        ("[10.0.0.0/8, \"2001:db8::/32\"]", "[]", "gateway.proxyProtocol", "there are none"),
        ("proxyProtocol: required", "proxyProtocol: requried", "gateway.proxyProtocol", "did you mean 'required'?"),
        ("forwardedRead: forwarded", "forwardedRead: both", "gateway.forwardedRead", "is not one of"),
        ("maximumBufferedBytes: 67108864", "maximumBufferedBytes: 1", "gateway.maximumBufferedBytes", "1048576"),
        ("host: api.example.com", "host: \"a b\"", "gateway.redirect.host", "must be a host"),
        ("overloadDelayMs: 100", "overloadDelayMs: 0", "gateway.overloadDelayMs", "whole number"),
    ])
    func `each mistake names its setting`(right: String, wrong: String, key: String, message: String) throws {
        #expect(Self.own.contains(right))
        let error = #expect(throws: ConfigurationError.self) {
            try self.read(Self.own.replacing(right, with: wrong))
        }
        #expect(error?.key == key)
        #expect(error?.message.contains(message) == true)
    }

    @Test func `the listing shows what is in force`() throws {
        let listing = try ConfigurationListing(file: "a", text: "gateway: {redirect: {host: a}}" + Self.rest).entries
        let values = Dictionary(listing.map { ($0.key, $0.value) }) { first, _ in first }
        #expect(values["gateway.proxyProtocol"] == "off")
        #expect(values["gateway.minimumUploadBytesPerSecond"] == "500")
        #expect(values["gateway.redirect.port"] == "80")
    }
}
