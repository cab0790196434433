import TestKit
import Testing

/// A share of the seeds on the real store: crash images, torn logs, full disks, every row examined after every crash.
@Suite struct SQLiteSimulationTests {
    private static let share: UInt64 = 40

    @Test func `every seed keeps every promise on the real store`() async throws {
        // A seed that is asked for alone is replayed here as well.
        for seed in SimulationSeeds.asked(oneIn: Self.share) {
            do {
                _ = try await Simulation.run(seed: seed) { try SQLiteDisk(randomBytes: $0) }
            } catch {
                Issue.record("\(error)")
            }
        }
    }

    @Test func `a seed replays byte for byte on the real store`() async throws {
        let first = try await Simulation.run(seed: 12, steps: 60) { try SQLiteDisk(randomBytes: $0) }
        let second = try await Simulation.run(seed: 12, steps: 60) { try SQLiteDisk(randomBytes: $0) }
        #expect(first == second)
        #expect(first.last?.contains("root") == true)
    }
}
