import Foundation
import Synchronization
import Testing

@testable import gatehouse

/// Quotas over the ends of a real server, whatever ends it.
@Suite struct QuotaLifeTests {
    /// Asks from several threads until the server is gone or says no, and counts what was admitted. Kills the server in the
    /// midst of it when so many have been.
    private func ask(
        _ server: ServedGatehouse, _ token: String, threads: Int, atMost most: Int, killingAfter fatal: Int = .max
    ) -> Int {
        let admitted = Mutex(0)
        let (port, process) = (server.gatewayPort, server.processIdentifier)
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
            var misses = 0
            for _ in 0..<most where misses < 3 {
                guard PlainRequest.isAdmitted(port: port, token: token) else {
                    misses += 1
                    continue
                }
                let count = admitted.withLock { count in
                    count += 1
                    return count
                }
                if count == fatal { kill(process, SIGKILL) }
            }
        }
        return admitted.withLock { $0 }
    }

    @Test func `a quota and credits are never given out twice, whatever kill -9 takes away`() throws {
        let server = try ServedGatehouse()
        let day = try server.issue("quota", "--limit", "quota=300/day")
        let credits = try server.issue("credits", "--credits", "300/monthly")
        let (lives, threads, reserve) = (4, 3, 9)
        var admitted = [0, 0]
        for life in 1...lives {
            for (index, token) in [day, credits].enumerated() {
                let isLast = life == lives
                admitted[index] += self.ask(
                    server, token, threads: threads, atMost: isLast ? 400 : 25,
                    killingAfter: index == 1 && !isLast ? 20 : .max)
            }
            guard life < lives else { break }
            server.stop(SIGKILL)
            try server.start()
        }
        for count in admitted {
            #expect(count <= 300)
            // What a kill takes away is the reserve, and what was on its way.
            #expect(count >= 300 - (lives - 1) * (reserve + 2 * threads))
        }
        for token in [day, credits] {
            let refused = try server.get(token)
            #expect(refused.status == 429)
            #expect(try server.reason(of: refused)["code"]?.string == "quota_exceeded")
        }
    }

    @Test func `starts that fail take nothing from a quota, however often they are tried`() throws {
        let server = try ServedGatehouse()
        let token = try server.issue("quota", "--limit", "quota=100/month")
        for _ in 0..<5 { #expect(try server.get(token).status == 200) }
        #expect(server.stop(SIGTERM) == 0)
        let good = try String(contentsOfFile: server.configuration, encoding: .utf8)
        let other = try ServedGatehouse()
        let busy = good.replacing(
            "gateway: {address: 127.0.0.1, port: 0}", with: "gateway: {address: 127.0.0.1, port: \(other.gatewayPort)}")
        #expect(busy != good)
        try busy.write(toFile: server.configuration, atomically: true, encoding: .utf8)
        for _ in 0..<3 {
            let run = try server.run("serve", "--dev", "--config", server.configuration)
            #expect(run.status != 0 && run.error.contains("using the port"), "\(run.error)")
        }
        try good.write(toFile: server.configuration, atomically: true, encoding: .utf8)
        try server.start()
        for _ in 0..<95 { #expect(try server.get(token).status == 200) }
        #expect(try server.get(token).status == 429)
    }

    @Test func `a server that is stopped in good order takes nothing from a quota`() throws {
        let server = try ServedGatehouse()
        let token = try server.issue("quota", "--limit", "quota=100/month@Europe/Berlin")
        for _ in 0..<3 {
            for _ in 0..<5 { #expect(try server.get(token).status == 200) }
            #expect(server.stop(SIGTERM) == 0)
            try server.start()
        }
        for _ in 0..<85 { #expect(try server.get(token).status == 200) }
        #expect(try server.get(token).status == 429)
    }
}
