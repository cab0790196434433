import Foundation
import Gateway
import Testing

@Suite struct GatewayServerTests {
    /// Event loops of this process; tests beside this one have theirs.
    private static var loops: Int {
        let folder = "/proc/self/fd"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.count {
            let name = try? FileManager.default.destinationOfSymbolicLink(atPath: folder + "/" + $0)
            return name == "anon_inode:[eventpoll]"
        }
    }

    @Test(arguments: [true, false])
    func `a gateway that has stopped keeps nothing, whether or not its upstream could be reached`(
        isReachable: Bool
    ) async throws {
        let upstream = ScriptedUpstream { connection, _ in
            while connection.receiveMessage() != nil {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            }
        }
        let before = Self.loops
        for _ in 0..<120 {
            // Nobody listens on port 1.
            let gateway = try await GatewayHarness(upstreamPort: isReachable ? upstream.port : 1, loops: 1)
            let client = gateway.connect()
            client.send("GET /open/x HTTP/1.1\r\nHost: a\r\n\r\n")
            let status = await offTheTestThreads { client.receiveMessage()?.status }
            #expect(status == (isReachable ? 200 : 502))
            client.send("GET /open/y HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = await offTheTestThreads { client.receiveMessage() }
            client.finishSending()
            await gateway.stop()
        }
        #expect(Self.loops - before < 60)
    }

    @Test func `a stop does not have a body that ends with its connection look whole`() async throws {
        let upstream = ScriptedUpstream { connection, _ in
            guard connection.receiveMessage() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
            // Until the gateway goes.
            _ = connection.receive()
        }
        let harness = try await GatewayHarness(upstreamPort: upstream.port, loops: 1) { configuration in
            configuration.shutdownTimeout = .milliseconds(100)
        }
        let client = harness.connect()
        client.send("GET /open/a HTTP/1.0\r\nHost: a\r\n\r\n")
        #expect(client.receiveUntil("hello").count > 5)
        await harness.stop()
        #expect(client.receive() == nil)
    }
}
