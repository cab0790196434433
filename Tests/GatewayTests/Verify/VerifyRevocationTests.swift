import Dispatch
import Foundation
import Gateway
import Keys
import Synchronization
import Testing

/// Revocation against verification: what begins after the publication is never valid.
@Suite struct VerifyRevocationTests {
    @Test func `the next question is answered by the revocation, on the same connection too`() async throws {
        let harness = try await VerifyHarness()
        let client = harness.connect()
        for _ in 0..<100 {
            let key = harness.gateway.issue()
            client.send(harness.question(key.token))
            #expect(client.receiveMessage()?.text.hasPrefix("{\"valid\":true") == true)
            harness.revoke(key.record)
            client.send(harness.question(key.token))
            #expect(client.receiveMessage()?.text.hasPrefix("{\"valid\":false") == true)
        }
        await harness.stop()
    }

    @Test func `under a crowd of askers no question begun after the revocation finds the key valid`() async throws {
        let harness = try await VerifyHarness()
        let key = harness.gateway.issue()
        let tally = Tally()
        let crowd = DispatchGroup()
        for _ in 0..<8 {
            crowd.enter()
            Thread.detachNewThread {
                Self.ask(harness, key.token, tally)
                crowd.leave()
            }
        }
        Pause.briefly()
        harness.revoke(key.record)
        tally.revoked()
        await withCheckedContinuation { continuation in crowd.notify(queue: .global()) { continuation.resume() } }
        #expect(tally.late > 0 && tally.lateAndValid == 0)
        await harness.stop()
    }

    /// Asks on one connection until enough questions have followed the revocation.
    private static func ask(_ harness: VerifyHarness, _ token: String, _ tally: Tally) {
        let client = harness.connect()
        for _ in 0..<10_000 where tally.late < 500 {
            let isLate = tally.isRevoked
            client.send(harness.question(token))
            guard let answer = client.receiveMessage() else { return }
            if isLate { tally.note(isValid: answer.text.hasPrefix("{\"valid\":true")) }
        }
    }
}

/// What askers saw that began after the revocation.
private final class Tally: Sendable {
    private let state = Mutex((isRevoked: false, late: 0, lateAndValid: 0))

    var isRevoked: Bool { self.state.withLock { $0.isRevoked } }
    var late: Int { self.state.withLock { $0.late } }
    var lateAndValid: Int { self.state.withLock { $0.lateAndValid } }

    func revoked() { self.state.withLock { $0.isRevoked = true } }

    func note(isValid: Bool) {
        self.state.withLock { state in
            state.late += 1
            if isValid { state.lateAndValid += 1 }
        }
    }
}
