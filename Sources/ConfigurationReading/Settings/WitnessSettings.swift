package import Auditing

/// Somebody who cosigns the log's checkpoints.
package struct WitnessSettings: Hashable, Sendable {
    /// What it is called in metrics, findings and logs.
    package var name: String
    /// Its submission prefix, `https://witness.example/gatehouse`.
    package var url: String
    /// What its cosignatures are checked with.
    package var key: NoteVerifierKey

    package init(name: String, url: String, key: NoteVerifierKey) {
        self.name = name
        self.url = url
        self.key = key
    }
}
