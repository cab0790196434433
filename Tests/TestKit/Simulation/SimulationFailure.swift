/// What a simulation found: where in which run, and how it came there. The seed replays it.
package struct SimulationFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package let seed: UInt64
    package let step: Int
    /// What was found, in a sentence.
    package let finding: String
    /// Every step up to there.
    package let trace: [String]

    package var description: String {
        """
        seed \(self.seed), step \(self.step): \(self.finding)
          \(self.trace.joined(separator: "\n  "))
        again: GATEHOUSE_SIMULATION_SEED=\(self.seed) swift test --filter SimulationTests
        """
    }
}

/// What went wrong, before it is known where.
struct Discrepancy: Error {
    let finding: String
}
