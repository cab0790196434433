import Admission
import Gateway
import Keys
import Testing
import VerifyAPI

/// Acts that leave the event loop and are answered when they are done.
@Suite struct HolderActTests {
    private static func giveUp(_ token: String) -> String {
        "POST /v1/keys:selfRevoke HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\nContent-Length: 0\r\n\r\n"
    }

    @Test func `an act is answered when it is done, and what was sent ahead after it`() async throws {
        let harness = try await VerifyHarness()
        let key = harness.gateway.issue()
        let client = harness.connect()
        client.send(Self.giveUp(key.token) + harness.question(key.token))
        let act = try #require(harness.takeActs().first)
        guard case .revokeSelf(let found, _) = act.request.act else { throw Unexpected(act.request.act) }
        #expect(found.keyID == key.record.id && found.versionNumber == 1)
        #expect(act.request.address == IPAddress("127.0.0.1"))
        #expect(!client.hasAnswer(within: 50))
        harness.revoke(key.record)
        act.answer(.revokedSelf(found, at: GatewayHarness.now))
        let answer = client.receiveMessage()
        #expect(answer?.status == 200)
        #expect(answer?["x-request-id"] == "\(act.request.requestID)")
        #expect(client.receiveMessage()?.text.hasPrefix("{\"valid\":false") == true, "what follows sees the revocation")
        await harness.stop()
    }

    @Test func `an act not done in time is answered 503, and what comes of it later is nobody's`() async throws {
        let harness = try await VerifyHarness { $0.actTimeout = .milliseconds(100) }
        let key = harness.gateway.issue()
        let client = harness.connect()
        client.send(Self.giveUp(key.token))
        #expect(client.receiveMessage()?.status == 503)
        let act = try #require(harness.takeActs().first)
        client.send(Self.giveUp(key.token))
        act.answer(.accepted)
        #expect(client.receiveMessage()?.status == 503, "the answer to the first act is not the second's")
        await harness.stop()
    }

    @Test func `a client that leaves takes nothing with it`() async throws {
        let harness = try await VerifyHarness()
        let key = harness.gateway.issue()
        var client: RawSocket? = harness.connect()
        client?.send(Self.giveUp(key.token))
        let act = try #require(harness.takeActs().first)
        client?.reset()
        client = nil
        let other = harness.connect()
        other.send(harness.question(key.token))
        #expect(other.receiveMessage()?.status == 200)
        act.answer(.accepted)
        other.send(harness.question(key.token))
        #expect(other.receiveMessage()?.status == 200, "a reused place gets no stranger's answer")
        await harness.stop()
    }

    @Test func `a client that has closed its side is still answered`() async throws {
        let harness = try await VerifyHarness()
        let key = harness.gateway.issue()
        let client = harness.connect()
        client.send(Self.giveUp(key.token))
        client.finishSending()
        let act = try #require(harness.takeActs().first)
        act.answer(.unavailable)
        #expect(client.receiveMessage()?.status == 503)
        #expect(client.receive() == [])
        await harness.stop()
    }

    @Test func `a thousand found credentials are one act, and garbage among them none`() async throws {
        let harness = try await VerifyHarness()
        let keys = (0..<3).map { _ in harness.gateway.issue() }
        let texts = keys.map(\.token) + (0..<900).map { "gk_live_garbage\($0)" } + [keys[0].token]
        let body = "{\"credentials\":[\(texts.map { "\"\($0)\"" }.joined(separator: ","))]}"
        let client = harness.connect()
        client.send(
            "POST /credentials/revoke HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        let act = try #require(harness.takeActs().first)
        guard case .revokeFound(let found, let address) = act.request.act else { throw Unexpected(act.request.act) }
        #expect(Set(found.map(\.keyID)) == Set(keys.map(\.record.id)) && found.count == 3)
        #expect(address == IPAddress("127.0.0.1"))
        act.answer(.accepted)
        #expect(client.receiveMessage()?.status == 202)
        await harness.stop()
    }

    @Test func `a shutdown waits for acts under way`() async throws {
        let harness = try await VerifyHarness()
        let key = harness.gateway.issue()
        let client = harness.connect()
        client.send(Self.giveUp(key.token))
        let act = try #require(harness.takeActs().first)
        async let stopped: Void = harness.stop()
        #expect(!client.hasAnswer(within: 50))
        act.answer(.accepted)
        #expect(client.receiveMessage()?.status == 202)
        await stopped
    }

    private struct Unexpected: Error {
        let act: HolderAct

        init(_ act: HolderAct) { self.act = act }
    }
}
