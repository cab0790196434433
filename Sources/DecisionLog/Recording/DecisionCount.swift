package import Admission

/// A kind of decision that is counted: the labels of `gatehouse.decisions`.
package struct DecisionCount: Hashable, Sendable {
    package let reason: Reason?
    package let environment: String
    package let surface: Surface

    init(_ record: DecisionRecord) {
        self.reason = record.reason
        self.environment = record.environment.text
        self.surface = record.surface
    }

    /// `admit` or `refuse`.
    package var outcome: String { self.reason.map { $0.phase == .forward } ?? true ? "admit" : "refuse" }
}
