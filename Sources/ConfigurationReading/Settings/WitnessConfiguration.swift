package import Auditing

/// Everything `gatehouse witness` is told, as `witness.yaml` says it (docs/witness.md lists every setting).
package struct WitnessConfiguration: Hashable, Sendable {
    /// A log the witness looks after.
    package struct Log: Hashable, Sendable {
        /// First line of its checkpoints.
        package var origin: String
        /// Who may sign them: more than one while the log changes its key.
        package var keys: [NoteVerifierKey]
    }

    /// Most logs of a witness, and most keys of a log.
    package static let mostLogs = 256
    package static let mostKeys = 4

    /// What its cosignatures are signed with by name, `witness.example/gatehouse`.
    package var name: String
    /// 32 bytes, mode 0400.
    package var keyFile: String
    /// Folder of what it remembers. Created 0700 when it is not there.
    package var stateFolder: String
    package var address = "127.0.0.1"
    package var port = 8083
    package var logs: [Log]
}
