import Foundation
import TestKit
import Testing

@Suite struct SimulationTests {
    /// In parts, which run beside each other.
    @Test(arguments: 0..<4 as Range<UInt64>) func `every seed keeps every promise`(part: UInt64) async throws {
        for seed in SimulationSeeds.asked where seed % 4 == part {
            await expectNothing(found: seed) { _ = try await Simulation.run(seed: seed) }
        }
    }

    @Test func `a seed replays byte for byte, up to the root over everything that was written`() async throws {
        for seed in [3, 77, 4711] as [UInt64] {
            let first = try await Simulation.run(seed: seed)
            #expect(try await Simulation.run(seed: seed) == first)
            #expect(first.count > 20)
            #expect(first.last?.contains("root") == true)
        }
    }

    @Test(arguments: PlantedBug.allCases)
    func `a planted bug is found, by the same seed in the same step`(bug: PlantedBug) async throws {
        var found: SimulationFailure?
        for seed in 1...200 as ClosedRange<UInt64> where found == nil {
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

    private func expectNothing(found seed: UInt64, _ run: () async throws -> Void) async {
        do {
            try await run()
        } catch {
            Issue.record("\(error)")
        }
    }
}
