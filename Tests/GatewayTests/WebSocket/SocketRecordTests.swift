import Admission
import DecisionLog
import Dispatch
import Foundation
import Gateway
import Keys
import Testing

/// What is remembered of a WebSocket when it has ended.
@Suite struct SocketRecordTests {
    private func withLog(
        _ settings: WebSocketSettings = .init(), _ body: (SocketBench, DecisionLog) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sockets-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let log = try DecisionLog(
            DecisionLogConfiguration(folder: folder), producers: 1, sinks: .none,
            clocks: DecisionClocks(
                wall: { GatewayHarness.now }, monotonic: { UInt64(DispatchTime.now().uptimeNanoseconds) }))
        log.start()
        let upstream = ScriptedUpstream(SocketBench.echo)
        let harness = try await GatewayHarness(
            upstreamPort: upstream.port, routes: SocketBench.routes(settings), loops: 1, decisions: log)
        try await body(SocketBench(harness: harness), log)
        await harness.stop()
        await log.shutDown()
    }

    private func open(_ bench: SocketBench, _ token: String) throws -> (client: RawSocket, id: RequestID) {
        let client = bench.harness.connect()
        client.send(SocketBench.ask("/ws/a", token: token))
        let answer = client.receiveMessage()
        #expect(answer?.status == 101)
        return (client, try #require(answer?["x-request-id"].flatMap { RequestID($0) }))
    }

    private func record(_ id: RequestID, _ log: DecisionLog) async throws -> DecisionRecord {
        for _ in 0..<100 {
            if let record = await log.record(for: id) { return record }
            Pause.briefly()
        }
        return try #require(nil as DecisionRecord?, "no record of \(id)")
    }

    @Test func `how much passed, how long it was open, and who ended it`() async throws {
        try await self.withLog { bench, log in
            let key = bench.harness.issue()
            let (client, id) = try self.open(bench, key.token)
            client.send(SocketBench.frame("hello"))
            #expect(client.receive(exactly: 7) == SocketBench.frame("hello"))
            #expect(await log.record(for: id) == nil)
            client.finishSending()
            #expect(client.receive() == [])
            let record = try await self.record(id, log)
            #expect(record.status == 101 && record.reason == nil && record.socketEnd == .client)
            #expect(record.bytesIn == 7 && record.bytesOut == 7 && record.keyID == key.record.id)
            #expect(record.durationNanoseconds > record.upstreamNanoseconds && record.flags.isEmpty)
        }
    }

    @Test func `a key that ended it is the reason, and the status stays what the client was told`() async throws {
        try await self.withLog { bench, log in
            var key = bench.harness.issue()
            let (client, id) = try self.open(bench, key.token)
            key.record.state = .revoked
            bench.harness.put(key.record)
            _ = client.receiveAll()
            let record = try await self.record(id, log)
            #expect(record.status == 101 && record.reason == .credentialRevoked && record.socketEnd == .key)
        }
    }

    @Test func `silence, and a client that is lost`() async throws {
        var settings = WebSocketSettings()
        settings.idleTimeout = .milliseconds(400)
        try await self.withLog(settings) { bench, log in
            let key = bench.harness.issue()
            let (silent, first) = try self.open(bench, key.token)
            _ = silent.receiveAll()
            let idle = try await self.record(first, log)
            #expect(idle.socketEnd == .idle && idle.flags.text == "SI" && idle.reason == nil)
            let (lost, second) = try self.open(bench, key.token)
            lost.reset()
            let left = try await self.record(second, log)
            #expect(left.socketEnd == .client && left.flags.text == "DC")
        }
    }
}
