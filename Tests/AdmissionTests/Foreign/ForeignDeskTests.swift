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

        func runOne() { self.waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }?() }
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

    private static let home = EnvironmentID(high: 5, low: 6)

    private func attempt(
        _ token: String, provenBy good: String = "good-token", revision: UInt64 = 1, in environment: EnvironmentID
    ) throws -> WeakAttempt {
        let salt = [UInt8](repeating: 9, count: 16)
        let right = ForeignHash.sha256.digest(of: Array(good.utf8).span)
        let digest = try ForeignHash.sha256.hardened(right.span, salt: salt.span, by: self.hasher)
        let credential = ForeignCredential(
            keyID: self.key, environmentID: environment, source: .csv, foreignID: "1", proof: .reissue,
            pepperVersion: 1, importedAt: .init(seconds: 0))
        let entry = WeakEntry(credential, .sha256, .init(bucket: 0, salt: salt, digest: digest))
        let shown = ForeignHash.sha256.digest(of: Array(token.utf8).span)
        return WeakAttempt(
            environmentID: credential.environmentID,
            candidates: [.init(entry: entry, digest: shown, hasher: self.hasher)], weakRevision: revision)
    }

    private func standing(
        _ desk: ForeignDesk, _ token: String, revision: UInt64 = 1, in environment: EnvironmentID = Self.home,
        from asker: ProofAsker = ProofAsker(address: IPAddress(ipv4: 1))
    ) throws -> ForeignDesk.Standing {
        desk.standing(
            of: Array(token.utf8).span, try self.attempt(token, revision: revision, in: environment), from: asker,
            at: 1_000_000_000)
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
        self.bench.runOne()
        #expect(try self.words(self.standing(desk, "one-more")) == "pending")
    }

    @Test func `an asker may have so many wrong tokens tried, and what is right or remembered costs nothing`() throws {
        let desk = self.desk(attempts: 2)
        for token in ["good-token", "bad-token", "bad-token"] {
            _ = try self.standing(desk, token)
            self.bench.run()
        }
        #expect(try self.words(self.standing(desk, "worse-token")) == "pending", "one wrong token was within budget")
        self.bench.run()
        #expect(try self.words(self.standing(desk, "third-token")) == "over budget")
        for _ in 0..<10 { #expect(try self.words(self.standing(desk, "good-token")) == "proven 1") }
    }

    @Test func `wrong tokens are charged to who asked, in the environment they asked about`() throws {
        let desk = self.desk(attempts: 1)
        let (one, other) = (KeyID(high: 1, low: 1), KeyID(high: 1, low: 2))
        let address = IPAddress(ipv4: 0xc000_0201)
        let askers = [
            ProofAsker(address: nil), ProofAsker(caller: one, address: nil), ProofAsker(caller: other, address: nil),
            ProofAsker(caller: one, address: address), ProofAsker(address: address),
        ]
        for (index, asker) in askers.enumerated() {
            #expect(try self.words(self.standing(desk, "bad-token-\(index)", from: asker)) == "pending")
            self.bench.run()
            #expect(try self.words(self.standing(desk, "more", from: asker)) == "over budget")
            let elsewhere = EnvironmentID(high: 8, low: UInt64(index))
            #expect(try self.words(self.standing(desk, "more", in: elsewhere, from: asker)) == "pending")
            self.bench.run()
        }
        let neighbour = ProofAsker(address: IPAddress("2001:db8::1"))
        _ = try self.standing(desk, "bad-token-6", from: neighbour)
        self.bench.run()
        #expect(
            try self.words(self.standing(desk, "more", from: .init(address: IPAddress("2001:db8::2")))) == "over budget"
        )
    }

    @Test func `an environment with a line of its own leaves room for another, and every proof is made`() throws {
        let desk = self.desk()
        let quiet = EnvironmentID(high: 7, low: 7)
        let lost = Mutex(0)
        for index in 0..<ForeignDesk.mostUnderWay {
            guard case .pending(let ticket) = try self.standing(desk, "token-\(index)") else { throw NotPending() }
            desk.whenDone(ticket) { lost.withLock { $0 += 1 } }
        }
        #expect(try self.words(self.standing(desk, "good-token", in: quiet)) == "pending")
        #expect(lost.withLock { $0 } == 1, "whoever lost the place hears of it at once")
        #expect(try self.words(self.standing(desk, "one-more")) == "busy")
        #expect(self.bench.waiting.withLock(\.count) == ForeignDesk.mostUnderWay)
        self.bench.runOne()
        self.bench.runOne()
        #expect(try self.words(self.standing(desk, "good-token", in: quiet)) == "proven 1", "its turn comes second")
        self.bench.run()
        #expect(lost.withLock { $0 } == ForeignDesk.mostUnderWay)
        #expect(try self.words(self.standing(desk, "token-63")) == "pending", "it can be asked for again")
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
