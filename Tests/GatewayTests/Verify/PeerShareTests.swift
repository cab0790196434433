import Admission
import Foundation
import Keys
import Testing

@testable import Gateway

/// No address takes all of the verify listener.
@Suite struct PeerShareTests {
    private static let ping = "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n"

    /// A listener of one loop that holds the peers of this machine to a share as well.
    private func withHarness(
        configure: (inout VerifyConfiguration) -> Void, _ body: (VerifyHarness) throws -> Void
    ) async throws {
        let harness = try await VerifyHarness(loops: 1) { configuration in
            configuration.maximumConnections = 16
            configuration.unboundedPeers = []
            configure(&configuration)
        }
        try body(harness)
        await harness.stop()
    }

    /// The statuses that so many connections get which are open at once; 0 for one that was closed without an answer.
    private func statuses(_ count: Int, host: UInt8 = 1, _ harness: VerifyHarness) -> [Int] {
        let clients = (0..<count).map { _ in harness.connect(host: host) }
        for client in clients { client.send(Self.ping) }
        let statuses = clients.map { $0.receiveMessage()?.status ?? 0 }
        for client in clients {
            client.finishSending()
            _ = client.receiveAll()
        }
        return statuses
    }

    @Test func `an address has a quarter of the connections, and others have theirs`() async throws {
        try await self.withHarness(configure: { _ in }) { harness in
            let greedy = (0..<4).map { _ in harness.connect() }
            for client in greedy {
                client.send(Self.ping)
                #expect(client.receiveMessage()?.status == 200)
            }
            #expect(self.statuses(4, harness).allSatisfy { $0 == 503 || $0 == 0 })
            #expect(self.statuses(4, host: 2, harness) == [200, 200, 200, 200])
            greedy[0].finishSending()
            _ = greedy[0].receiveAll()
            #expect(self.statuses(1, harness) == [200], "what is given back can be had again")
        }
    }

    @Test func `an address has a quarter of the memory, and others have theirs`() async throws {
        // More connections than it takes: whoever was refused may still be closing.
        try await self.withHarness(configure: { configuration in
            configuration.maximumBodyBytesHeld = 8_388_608
            configuration.maximumConnections = 64
        }) { harness in
            let key = harness.gateway.issue()
            let padding = String(repeating: " ", count: 900_000)
            let pieces = harness.question(key.token, members: padding).utf8
            let (first, rest) = (Array(pieces.dropLast(9)), Array(pieces.suffix(9)))
            var greedy = (0..<4).map { _ in harness.connect() }
            for client in greedy { client.send(first) }
            let refused = greedy.filter { $0.hasAnswer(within: 500) }
            #expect(refused.count == 2 && refused.allSatisfy { $0.receiveMessage()?.status == 503 })
            let small = harness.question(key.token).components(separatedBy: "\r\n\r\n")
            greedy.append(harness.connect())
            greedy[4].send(small[0] + "\r\n\r\n")
            #expect(!greedy[4].hasAnswer(within: 20))
            greedy[4].send(small[1])
            #expect(greedy[4].receiveMessage()?.status == 200, "small requests have room of their own")
            let other = harness.connect(host: 2)
            other.send(first)
            #expect(!other.hasAnswer(within: 50))
            other.send(rest)
            #expect(other.receiveMessage()?.status == 200)
            for client in greedy.prefix(4) where !refused.contains(where: { $0 === client }) {
                client.send(rest)
                #expect(client.receiveMessage()?.status == 200)
                client.send(first + rest)
                #expect(client.receiveMessage()?.status == 200, "what is given back can be had again")
            }
        }
    }

    @Test(arguments: ["callers", "trusted", "local"])
    func `a proxy may take all`(_ how: String) async throws {
        let local = ["127.0.0.1"].compactMap { NetworkRange($0) }
        try await self.withHarness(configure: { configuration in
            switch how {
            case "callers": configuration.proxyCallers = CallerRules(secret: nil, addresses: local)
            case "trusted": configuration.trustedProxies = local
            default: configuration.unboundedPeers = VerifyConfiguration().unboundedPeers
            }
        }) { harness in
            #expect(self.statuses(12, harness).allSatisfy { $0 == 200 })
            guard how != "local" else { return }
            #expect(self.statuses(12, host: 2, harness).contains { $0 != 200 })
        }
    }

    @Test func `shares are counted by host, and forgotten with the last connection`() {
        var shares = PeerShares(mostConnections: 2, mostBytes: 10)
        let (one, other) = (IPAddress(ipv4: 1), IPAddress(ipv4: 2))
        let opened = [shares.open(one), shares.open(one), shares.open(one), shares.open(other)]
        #expect(opened == [true, true, false, true])
        let held = [
            shares.hold(10, for: one, reserve: 0), shares.hold(1, for: one, reserve: 0),
            shares.hold(2, for: one, reserve: 2), shares.hold(1, for: one, reserve: 2),
            shares.hold(10, for: other, reserve: 0),
        ]
        #expect(held == [true, false, true, false, true])
        shares.release(12, of: one)
        let again = shares.hold(10, for: one, reserve: 0)
        #expect(again)
        shares.close(one)
        shares.close(one)
        let unknown = shares.hold(1, for: one, reserve: 0)
        #expect(!unknown, "nobody holds anything without a connection")
    }
}
