/// What a simulation found: where in which run, and how it came there. The seed replays it.
package struct SimulationFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package let seed: UInt64
    package let step: Int
    /// What was found, in a sentence.
    package let finding: String
    /// Every step up to there.
    package let trace: [String]

    package var description: String {
        let last = self.trace.suffix(12).joined(separator: "\n  ")
        return "seed \(self.seed), step \(self.step): \(self.finding)\n  \(last)"
    }
}

/// What went wrong, before it is known where.
struct Discrepancy: Error {
    let finding: String
}
