import Keys
import SQLiteStorage

/// What was found in a store.
package struct StoreReport: Sendable {
    /// Something that is not as it was written.
    package struct Finding: Hashable, Sendable {
        /// Table and row, entry, tile, or place in the file.
        package let object: String
        /// A sentence for the operator.
        package let problem: String
    }

    package let findings: [Finding]
    /// How many more there are.
    package let unlisted: Int
    package let rows: Int
    package let auditEntries: UInt64
    /// The root of the tree that was made anew from them, as `audit verify` shows it; `nil` where one is not to be believed.
    package let auditRoot: String?

    package var isGood: Bool { self.findings.isEmpty }

    init(_ report: ExaminationReport) {
        self.findings = report.findings.map { .init(object: $0.object, problem: $0.problem) }
        self.unlisted = report.unlisted
        self.rows = report.rows
        self.auditEntries = report.entries
        self.auditRoot = report.root.map { $0.hexadecimal }
    }
}
