import Auditing
package import Keys

/// Writes down that somebody takes a copy of everything.
package struct NoteBackup: ManagementOperation {
    package static var requiredLevel: Operator.Level { .admin }

    package init() {}

    package func perform(in act: Act) throws { try act.record(.storageBackup, .installation) }
}
