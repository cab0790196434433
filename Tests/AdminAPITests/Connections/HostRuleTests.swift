import Testing

@testable import AdminAPI

@Suite struct HostRuleTests {
    @Test(arguments: [
        "127.0.0.1", "127.0.0.1:8081", "[::1]", "[::1]:8081", "localhost", "LocalHost:8081", "192.0.2.7:1",
    ])
    func `addresses and localhost are this server`(authority: String) {
        #expect(HostRule.local.admits(authority))
    }

    @Test(arguments: [
        "rebound.example", "rebound.example:8081", "localhost.example", "127.0.0.1.example", "", ":8081", "localhost:x",
        "[::1", "[::1]x", "[localhost", "127.0.0.1:8081:1", "user@localhost", "[]",
    ])
    func `names that a page elsewhere can have are not`(authority: String) {
        #expect(!HostRule.local.admits(authority))
        #expect(HostRule.any.admits(authority))
    }

    @Test func `a request without a host is refused`() {
        #expect(!HostRule.local.admits(nil) && HostRule.any.admits(nil))
    }

    @Test func `only the listener on loopback asks`() {
        var configuration = AdminServerConfiguration(host: "0.0.0.0")
        #expect(configuration.hostRule(of: .operatorKeys) == .any)
        configuration.host = "::1"
        #expect(configuration.hostRule(of: .operatorKeys) == .local)
        #expect(configuration.hostRule(of: .localUsers(.init())) == .any)
    }
}
