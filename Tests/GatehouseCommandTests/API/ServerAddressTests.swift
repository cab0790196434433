import Testing

@testable import gatehouse

@Suite struct ServerAddressTests {
    @Test func `a socket and its URL`() throws {
        let address = try ServerAddress(parsing: "unix:/run/gate house/admin.sock")
        #expect(address == .socket(path: "/run/gate house/admin.sock"))
        #expect(address.url("/v1/keys") == "http+unix://%2Frun%2Fgate%20house%2Fadmin.sock/v1/keys")
    }

    @Test(arguments: ["http://127.0.0.1:8081", "http://localhost", "http://[::1]:8081/", "https://gate.example:8443"])
    func `loopback in clear and anything over TLS are taken`(text: String) throws {
        #expect(throws: Never.self) { try ServerAddress(parsing: text) }
    }

    @Test func `a trailing slash is dropped`() throws {
        #expect(try ServerAddress(parsing: "https://gate.example/").url("/v1/keys") == "https://gate.example/v1/keys")
    }

    @Test(arguments: [
        "http://10.0.0.1:8081", "http://gate.example", "http://127.0.0.1.evil.example", "http://localhost.evil.example",
        "http://127.evil.example.x",
    ])
    func `an operator key never crosses a network in clear`(text: String) {
        #expect(throws: CommandFailure.self) { try ServerAddress(parsing: text) }
    }

    @Test(arguments: [
        "", "unix:", "unix:relative", "ftp://x", "https://", "https://user@host", "https://host/path", "https://host?x",
        "https://host name", "127.0.0.1:8081", "unix:/" + String(repeating: "p", count: 107),
    ])
    func `anything else is refused`(text: String) {
        #expect(throws: CommandFailure.self) { try ServerAddress(parsing: text) }
    }
}
