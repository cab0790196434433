import Cryptography
import Keys
import RateLimiting
import Synchronization
import TestKit
import Testing

@testable import Admission

@Suite struct ForeignDeskTests {
    /// Work that waits until it is told to run.
    private final class Bench: Sendable {
        let waiting = Mutex<[@Sendable () -> Void]>([])

        func run() {
            let work = self.waiting.withLock { waiting in
                defer { waiting = [] }
                return waiting
            }
            for piece in work { piece() }
        }
    }

    private let bench = Bench()
    private let hasher = PepperHasher(
        pepper: SecretBytes(copying: [UInt8](repeating: 3, count: 32).span), environment: "env_x")
    private let key = KeyID(high: 1, low: 2)

    private func desk(attempts: UInt32 = 1000) -> ForeignDesk {
        var generator = SeededGenerator(seed: 1)
        return ForeignDesk(
            processSecret: [1, 2, 3].span,
            attempts: FailureBudget(failures: attempts, capacity: 64, generator: &generator),
            run: { [bench] work in bench.waiting.withLock { $0.append(work) } })
    }

    private func attempt(_ token: String, provenBy good: String = "good-token", revision: UInt64 = 1) throws
        -> WeakAttempt
    {
        let salt = [UInt8](repeating: 9, count: 16)
        let right = ForeignHash.sha256.digest(of: Array(good.utf8).span)
        let digest = try ForeignHash.sha256.hardened(right.span, salt: salt.span, by: self.hasher)
        let credential = ForeignCredential(
            keyID: self.key, environmentID: .init(high: 5, low: 6), source: .csv, foreignID: "1", proof: .reissue,
            pepperVersion: 1, importedAt: .init(seconds: 0))
        let entry = WeakEntry(credential, .sha256, .init(bucket: 0, salt: salt, digest: digest))
        let shown = ForeignHash.sha256.digest(of: Array(token.utf8).span)
        return WeakAttempt(
            environmentID: credential.environmentID,
            candidates: [.init(entry: entry, digest: shown, hasher: self.hasher)], weakRevision: revision)
    }

    private func standing(_ desk: ForeignDesk, _ token: String, revision: UInt64 = 1) throws -> ForeignDesk.Standing {
        desk.standing(
            of: Array(token.utf8).span, try self.attempt(token, revision: revision),
            from: .init(high: 1, low: 1), at: 1_000_000_000)
    }

    private func words(_ standing: ForeignDesk.Standing) -> String {
        switch standing {
        case .proven(let token): "proven \(token.versionNumber)"
        case .refused: "refused"
        case .pending: "pending"
        case .busy: "busy"
        case .overBudget: "over budget"
        }
    }

    @Test func `a token is proven once, however often it is asked for meanwhile`() throws {
        let desk = self.desk()
        let calls = Mutex(0)
        for _ in 0..<3 {
            guard case .pending(let ticket) = try self.standing(desk, "good-token") else { throw NotPending() }
            desk.whenDone(ticket) { calls.withLock { $0 += 1 } }
        }
        #expect(self.bench.waiting.withLock(\.count) == 1)
        #expect(calls.withLock { $0 } == 0)
        self.bench.run()
        #expect(calls.withLock { $0 } == 3)
        #expect(try self.words(self.standing(desk, "good-token")) == "proven 1")
    }

    @Test func `a wrong token is remembered as wrong until other tokens come in`() throws {
        let desk = self.desk()
        _ = try self.standing(desk, "bad-token")
        self.bench.run()
        #expect(try self.words(self.standing(desk, "bad-token")) == "refused")
        #expect(try self.words(self.standing(desk, "bad-token", revision: 2)) == "pending")
    }

    @Test func `work is bounded, and what is beyond is answered at once`() throws {
        let desk = self.desk()
        for index in 0..<ForeignDesk.mostUnderWay {
            #expect(try self.words(self.standing(desk, "token-\(index)")) == "pending")
        }
        #expect(try self.words(self.standing(desk, "one-more")) == "busy")
        self.bench.run()
        #expect(try self.words(self.standing(desk, "one-more")) == "pending")
    }

    @Test func `an address may ask for so many slow proofs, and what is remembered costs it nothing`() throws {
        let desk = self.desk(attempts: 2)
        _ = try self.standing(desk, "good-token")
        _ = try self.standing(desk, "bad-token")
        self.bench.run()
        #expect(try self.words(self.standing(desk, "third-token")) == "over budget")
        for _ in 0..<10 { #expect(try self.words(self.standing(desk, "good-token")) == "proven 1") }
    }

    @Test func `without threads to work on nothing is tried`() throws {
        var generator = SeededGenerator(seed: 1)
        let desk = ForeignDesk(
            processSecret: [1].span, attempts: FailureBudget(capacity: 64, generator: &generator), run: nil)
        #expect(try self.words(self.standing(desk, "good-token")) == "busy")
    }

    @Test func `upgrades are bounded and taken once`() {
        let desk = self.desk()
        for index in 0..<(ForeignDesk.mostUpgrades + 10) {
            desk.note([.init(keyID: .init(high: 1, low: UInt64(index)), digest: .zero, pepperVersion: 1)])
        }
        #expect(desk.takeUpgrades().count == ForeignDesk.mostUpgrades)
        #expect(desk.takeUpgrades().isEmpty)
    }

    @Test func `what is remembered is bounded, and what is used stays`() {
        var table = RecentTable<Int, Int>(most: 4)
        for index in 0..<100 {
            table.set(index, for: index)
            table.set(-1, for: -1)
            #expect(table.count <= 8)
            #expect(table.value(of: -1) == -1)
        }
        #expect(table.value(of: 0) == nil && table.value(of: 99) == 99)
    }
}

private struct NotPending: Error {}
