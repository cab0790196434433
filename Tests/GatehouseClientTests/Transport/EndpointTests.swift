import Testing

@testable import GatehouseClient

@Suite struct EndpointTests {
    @Test(arguments: [
        "unix:/run/gatehouse/verify.sock", "http://127.0.0.1:8082", "http://localhost", "http://[::1]:8082",
        "http://127.9.9.9:1", "https://gatehouse.internal", "https://gatehouse.internal:8443",
    ]) func `where keys are safe on their way is an endpoint`(_ text: String) throws {
        #expect(try Endpoint(text).description == text)
    }

    @Test(arguments: [
        "http://gatehouse.internal:8082", "http://10.0.0.1", "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "http://[::2]:8082", "http://128.0.0.1", "http://127.0.0", "http://127.0.0.1.1", "http://0.0.0.0:8082",
    ]) func `keys do not cross a network in clear unless somebody says so`(_ text: String) throws {
        #expect(throws: EndpointError(reason: .plaintextBeyondLoopback)) { try Endpoint(text) }
        #expect(try Endpoint(text, allowsPlaintext: true).description == text)
    }

    @Test(arguments: [
        "", "127.0.0.1:8082", "ftp://127.0.0.1", "http://", "https://", "http://:80", "https://user@host",
        "https://host/path",
        "https://host?query", "https://host#a", "https://ho st", "https://hôst", "unix:", "unix:relative",
        "unix:/a\u{0}b",
        "http://127.0.0.1@evil.example", "http://127.0.0.1\r\nX: y",
    ]) func `anything else is none`(_ text: String) {
        #expect(throws: EndpointError(reason: .malformed)) { try Endpoint(text, allowsPlaintext: true) }
    }

    @Test func `a socket path has a bound, and a slash at the end of an address is dropped`() throws {
        let longest = "unix:/" + String(repeating: "a", count: Endpoint.longestSocketPath - 1)
        #expect(try Endpoint(longest).description == longest)
        #expect(throws: EndpointError.self) { try Endpoint(longest + "a") }
        #expect(try Endpoint("https://host/").description == "https://host")
    }
}
