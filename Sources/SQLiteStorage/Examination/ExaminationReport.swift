package import Auditing
package import Keys

/// What an examination of a store has found.
package struct ExaminationReport: Sendable {
    /// Something that is not as it was written.
    package struct Finding: Hashable, Sendable {
        /// Table and row, entry or tile: `keys/K7Qm2cVx91LpQz3d`, `audit_entries/12`.
        package let object: String
        /// A sentence for the operator.
        package let problem: String
    }

    /// More than so many are counted and not listed.
    package static let mostFindings = 1000

    package private(set) var findings: [Finding] = []
    /// How many findings are not in the list.
    package private(set) var unlisted = 0
    /// How many rows were read.
    package internal(set) var rows = 0
    /// How many entries the audit log has.
    package internal(set) var entries: UInt64 = 0
    /// The root of the tree that was made from its leaves; `nil` where a leaf is not to be believed.
    package internal(set) var root: Digest256?
    /// What the log's key signed last; `nil` where that is not to be believed.
    package internal(set) var checkpoint: SignedNote?

    package var isGood: Bool { self.findings.isEmpty }

    package init() {}

    package mutating func add(_ object: String, _ problem: String) {
        guard self.findings.count < Self.mostFindings else {
            self.unlisted += 1
            return
        }
        self.findings.append(.init(object: object, problem: problem))
    }
}
