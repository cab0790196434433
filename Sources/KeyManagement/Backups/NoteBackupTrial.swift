import Auditing
package import Keys

/// Writes down that a backup was opened again, read in full and found good.
package struct NoteBackupTrial: ManagementOperation {
    package static var requiredLevel: Operator.Level { .admin }

    private let file: String
    private let evidence: String

    /// `file` is its name, `evidence` what was found in it.
    package init(file: String, evidence: String) {
        self.file = file
        self.evidence = evidence
    }

    package func perform(in act: Act) throws {
        try act.record(.storageBackupVerify, .installation, reason: "\(self.file): \(self.evidence)")
    }
}
