import Foundation
import TestKit
import Testing

@Suite struct SimulationTests {
    /// How many seeds a run takes; GATEHOUSE_SIMULATION_SEEDS asks for another number.
    private static let seeds: UInt64 =
        ProcessInfo.processInfo.environment["GATEHOUSE_SIMULATION_SEEDS"].flatMap(UInt64.init) ?? 200

    @Test func `every seed keeps every promise`() async throws {
        for seed in 1...Self.seeds {
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
