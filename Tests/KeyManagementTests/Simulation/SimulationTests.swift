import Foundation
import TestKit
import Testing

@Suite struct SimulationTests {
    /// How many seeds a run takes; GATEHOUSE_SIMULATION_SEEDS asks for another number.
    private static let seeds: UInt64 =
        ProcessInfo.processInfo.environment["GATEHOUSE_SIMULATION_SEEDS"].flatMap(UInt64.init) ?? 200

    /// In parts, which run beside each other.
    @Test(arguments: 1...4 as ClosedRange<UInt64>) func `every seed keeps every promise`(part: UInt64) async throws {
        for seed in stride(from: part, through: Self.seeds, by: 4) {
            do {
                _ = try await Simulation.run(seed: seed)
            } catch let failure as SimulationFailure {
                Issue.record("\(failure)")
            }
        }
    }

    @Test func `a seed replays byte for byte`() async throws {
        for seed in [3, 77, 4711] as [UInt64] {
            let first = try await Simulation.run(seed: seed)
            #expect(try await Simulation.run(seed: seed) == first)
            #expect(first.count > 20)
        }
    }

    @Test(arguments: PlantedBug.allCases)
    func `a planted bug is found, by the same seed in the same step`(bug: PlantedBug) async throws {
        var found: SimulationFailure?
        for seed in 1...50 as ClosedRange<UInt64> where found == nil {
            do {
                _ = try await Simulation.run(seed: seed, bug: bug)
            } catch let failure as SimulationFailure {
                found = failure
            }
        }
        let failure = try #require(found)
        await #expect(throws: failure) { try await Simulation.run(seed: failure.seed, bug: bug) }
        #expect(failure.description.contains("seed \(failure.seed), step \(failure.step)"))
    }
}
