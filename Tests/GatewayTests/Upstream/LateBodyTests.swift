import Gateway
import HTTPMachines
import Testing

/// Servers that send the body that they have only announced: behind HEAD, or with 304. Late, it would be the answer to whoever
/// is next on the connection.
@Suite struct LateBodyTests {
    private static let open = "GET /open/a HTTP/1.1\r\nHost: a\r\n\r\n"
    private static let head = "HEAD /open/a HTTP/1.1\r\nHost: a\r\n\r\n"
    private static let late = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"

    /// Which connection a GET came on that follows an answer without a body.
    private func next(after first: String, _ beginning: String) async throws -> String? {
        let upstream = ScriptedUpstream { connection, number in
            guard number == 0 else {
                while connection.receiveMessage() != nil {
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n\(number)")
                }
                return
            }
            guard connection.receiveMessage() != nil else { return }
            connection.send(beginning + "\r\n\r\n")
            // The body is late: the next request has come already.
            guard connection.receiveMessage() != nil else { return }
            connection.send(Self.late)
            _ = connection.receive()
        }
        let harness = try await GatewayHarness(upstreamPort: upstream.port, loops: 1)
        let client = harness.connect()
        client.send(first)
        _ = client.receiveMessage(answersHead: true)
        client.send(Self.open)
        let text = client.receiveMessage()?.text
        await harness.stop()
        return text
    }

    @Test(arguments: [
        "200 OK\r\nContent-Length: 43", "200 OK\r\nTransfer-Encoding: chunked", "404 Not Found\r\nContent-Length: 43",
        "200 OK\r\nContent-Length: 10", "200 OK\r\nX: no length",
    ])
    func `behind an announced body that HEAD does not bring the connection serves nobody else`(
        beginning: String
    ) async throws {
        #expect(try await self.next(after: Self.head, "HTTP/1.1 \(beginning)") == "1")
    }

    @Test func `nor does it behind a 304 that announces one`() async throws {
        #expect(try await self.next(after: Self.open, "HTTP/1.1 304 Not Modified\r\nContent-Length: 43") == "1")
    }

    @Test(arguments: ["304 Not Modified\r\nETag: \"a\"", "304 Not Modified\r\nContent-Length: 0", "204 No\r\nX: y"])
    func `where none is announced the connection goes on`(beginning: String) async throws {
        #expect(try await self.next(after: Self.open, "HTTP/1.1 \(beginning)") == "evil")
        #expect(try await self.next(after: Self.head, "HTTP/1.1 \(beginning)") == "evil")
    }
}
