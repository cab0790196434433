import Admission
import Gateway
import Keys
import Testing

/// The long poll that a cache far away learns from.
@Suite struct ChangeFeedTests {
    private static func poll(_ harness: VerifyHarness, after generation: UInt64) -> String {
        """
        GET /v1/changes?after=\(generation) HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(harness.caller)\r\n\r\n
        """
    }

    @Test func `a change is told as soon as it is published`() async throws {
        let harness = try await VerifyHarness()
        let key = harness.gateway.issue()
        let client = harness.connect()
        for _ in 0..<5 {
            client.send(Self.poll(harness, after: harness.gateway.generation))
            #expect(!client.hasAnswer(within: 30))
            harness.gateway.put(key.record)
            #expect(client.hasAnswer(within: 300), "before the time is over")
            let answer = client.receiveMessage()
            #expect(
                answer?.text == "{\"generation\":\(harness.gateway.generation),\"keys\":[\"\(key.record.id)\"]}")
        }
        await harness.stop()
    }

    @Test func `without a change the generation is told within a second`() async throws {
        let harness = try await VerifyHarness()
        let client = harness.connect()
        let generation = harness.gateway.generation
        client.send(Self.poll(harness, after: generation))
        #expect(client.hasAnswer(within: 1_500))
        #expect(client.receiveMessage()?.text == "{\"generation\":\(generation),\"keys\":[]}")
        await harness.stop()
    }

    @Test func `who knows too little, or too much, is told to forget everything`() async throws {
        let harness = try await VerifyHarness()
        for generation in [0, harness.gateway.generation + 7] {
            let answer = harness.request(Self.poll(harness, after: generation))
            #expect(answer?.text == "{\"generation\":\(harness.gateway.generation)}")
        }
        await harness.stop()
    }

    @Test func `who is revoked while it waits is told nothing`() async throws {
        let harness = try await VerifyHarness()
        let rights = Grants(allowed: ["keys:verify"].compactMap { PermissionPattern($0) })
        let other = harness.gateway.issue { $0.grants = rights }
        let client = harness.connect()
        let poll = Self.poll(harness, after: harness.gateway.generation)
        client.send(poll.replacing(harness.caller, with: other.token))
        #expect(!client.hasAnswer(within: 30))
        harness.revoke(other.record)
        let answer = client.receiveMessage()
        #expect(answer?.status == 401)
        #expect(answer?.text.contains("\(other.record.id)") == false)
        await harness.stop()
    }

    @Test func `many wait at once, and a reader that leaves is forgotten`() async throws {
        let harness = try await VerifyHarness()
        let key = harness.gateway.issue()
        let generation = harness.gateway.generation
        var clients = (0..<50).map { _ in harness.connect() }
        for client in clients { client.send(Self.poll(harness, after: generation)) }
        for client in clients.prefix(10) { client.reset() }
        clients.removeFirst(10)
        harness.gateway.put(key.record)
        for client in clients { #expect(client.receiveMessage()?.text.contains("\(key.record.id)") == true) }
        await harness.stop()
    }

    @Test func `a shutdown lets nobody wait`() async throws {
        let harness = try await VerifyHarness()
        let client = harness.connect()
        client.send(Self.poll(harness, after: harness.gateway.generation))
        #expect(!client.hasAnswer(within: 50))
        await harness.stop()
        #expect(client.receiveMessage()?.status == 200)
        #expect(client.receive() == [])
    }
}
