import Cryptography
import Dispatch
import Foundation
import Gateway
import KeyManagement
import SQLiteStorage
import Storage
import TestKit
import Testing

/// A revoked, suspended or replaced key admits nothing that begins after the answer, whatever the load (docs/ARCHITECTURE.md,
/// Change and revocation). `GATEHOUSE_REVOCATION_ACTS` says how many acts each run does.
@Suite(.serialized, .timeLimit(.minutes(15))) struct RevocationCheckerTests {
    /// What a run came to.
    private struct Outcome {
        let violations: Int
        let outages: Int
        let answered: Int
        let admitted: Int
    }

    private static let clients = 36

    private static let acts =
        ProcessInfo.processInfo.environment["GATEHOUSE_REVOCATION_ACTS"].flatMap { Int($0) } ?? 200

    /// Requests between two acts.
    private static let pause = 24

    private func run(
        acts: Int, places: Int, seed: UInt64, makeStore: @escaping ManagementWorld.StoreFactory
    ) async throws -> Outcome {
        let harness = try await RevocationHarness(makeStore: makeStore)
        let credentials = ShownCredentials(places: places)
        var driver = try await RevocationDriver(harness, credentials, places: places, seed: seed)
        let crowd = ClientCrowd(port: try #require(harness.gateway.port), credentials: credentials)
        crowd.start(Self.clients, seed: seed)
        for _ in 0..<acts {
            await crowd.progress(by: Self.pause)
            try await driver.act()
        }
        await crowd.progress(by: Self.pause)
        let requests = await crowd.stop()
        let answered = crowd.counts.answered
        try await harness.stop()
        let history = RevocationHistory(requests: requests, outages: driver.outages)
        return Outcome(
            violations: history.violations().count, outages: driver.outages.count, answered: answered,
            admitted: requests.count)
    }

    private func requireSoundness(of outcome: Outcome) {
        #expect(outcome.violations == 0)
        #expect(outcome.outages > Self.acts / 3)
        #expect(outcome.answered >= Self.acts * Self.pause)
        // The crowd showed live keys too, or nothing would have been tested.
        #expect(outcome.admitted > outcome.answered / 20)
    }

    @Test func `nothing that begins after the answer is admitted, over a store in memory`() async throws {
        let outcome = try await self.run(acts: Self.acts, places: 16, seed: 1) {
            try InMemoryStore(signer: .fixed(), publish: $0)
        }
        self.requireSoundness(of: outcome)
    }

    @Test func `nothing that begins after the answer is admitted, over SQLite`() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("gatehouse-\(UUID())").path
        let keyFile = "\(folder)-root.key"
        defer { for path in [folder, keyFile] { try? FileManager.default.removeItem(atPath: path) } }
        try KeyFile.create(keyFile, randomBytes: SecureRandom.system)
        let outcome = try await self.run(acts: Self.acts, places: 16, seed: 2) { publish in
            try await SQLiteStore.open(
                folder: folder, provider: KeyFileProvider(path: keyFile, randomBytes: SecureRandom.system),
                publish: publish, onPoison: { Issue.record("the store failed: \($0)") })
        }
        self.requireSoundness(of: outcome)
    }

    @Test func `a publication 1 ms after the answer is found out`() async throws {
        let late = DispatchQueue(label: "late publication")
        var violations = 0
        for seed in 3..<13 as Range<UInt64> where violations == 0 {
            violations = try await self.run(acts: 300, places: 4, seed: seed) { publish in
                try InMemoryStore(signer: .fixed()) { changes in
                    late.asyncAfter(deadline: .now() + .milliseconds(1)) { publish(changes) }
                }
            }.violations
        }
        #expect(violations > 0)
    }
}
