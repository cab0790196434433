import Testing

/// A request is given a connection whose upstream has already done something with it that the loop has yet to see.
@Suite struct StaleConnectionTests {
    private static let open = "GET /open/a HTTP/1.1\r\nHost: a\r\n\r\n"

    /// Sends a request on a connection with which the upstream has done that behind its first answer.
    private func answerTo(
        _ request: [UInt8], after act: @escaping @Sendable (RawSocket) -> Void
    ) async throws -> Message? {
        let (acts, hasActed) = (Gate(), Gate())
        let upstream = ScriptedUpstream { connection, number in
            guard connection.receiveMessage() != nil else { return }
            connection.send(ScriptedUpstream.answer(number == 0 ? "first" : "fresh"))
            guard number == 0 else { return }
            acts.wait()
            act(connection)
            hasActed.open()
            _ = connection.receiveAll()
        }
        let gateway = try await HeldGateway(upstreamPort: upstream.port)
        let client = gateway.harness.connect()
        client.send(Self.open)
        #expect(client.receiveMessage()?.text == "first")
        gateway.whileHeld {
            client.send(request)
            acts.open()
            hasActed.wait()
        }
        let message = client.receiveMessage()
        await gateway.stop()
        return message
    }

    @Test func `what came before the request is no answer to it`() async throws {
        let answer = try await self.answerTo(Array(Self.open.utf8)) { $0.send(ScriptedUpstream.answer("poison")) }
        #expect(answer?.text == "fresh")
    }

    @Test func `a request goes to a fresh connection when its own was closed`() async throws {
        let answer = try await self.answerTo(Array(Self.open.utf8)) { $0.finishSending() }
        #expect(answer?.text == "fresh")
    }

    @Test(arguments: ["POST", "PUT"])
    func `a body that is not kept is not sent again without its beginning`(method: String) async throws {
        let head = "\(method) /open/a HTTP/1.1\r\nHost: a\r\nContent-Length: 40000\r\n\r\n"
        let body = [UInt8](repeating: 0x61, count: 40_000)
        let answer = try await self.answerTo(Array(head.utf8) + body) { $0.finishSending() }
        #expect(answer?.status == 502)
    }
}
