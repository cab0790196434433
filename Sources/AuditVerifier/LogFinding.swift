/// What is wrong with a log or a proof: the first thing there is, in the order of the entries.
package struct LogFinding: Error, Hashable, Sendable, CustomStringConvertible {
    /// A released name never changes its meaning: programs read them.
    package enum Code: String, Hashable, Sendable, CaseIterable {
        /// There is no checkpoint, or it is no signed note with three lines or more.
        case checkpointMalformed = "checkpoint_malformed"
        /// The checkpoint does not carry the key's signature, or one that is not of its text.
        case checkpointUnsigned = "checkpoint_unsigned"
        /// The checkpoint is of a log with another name than the key.
        case checkpointOfOtherLog = "checkpoint_of_other_log"
        /// A note that is to name the log's next key is none, or not of the keys it names.
        case successionRejected = "succession_rejected"
        /// Too few of the named witnesses have cosigned.
        case witnessMissing = "witness_missing"
        /// The log is shorter than one known before.
        case checkpointStale = "checkpoint_stale"
        /// The log does not begin with the one known before.
        case historyForked = "history_forked"

        /// A file that the checkpoint's size calls for is not there.
        case fileMissing = "file_missing"
        /// A file ends early or goes on too long.
        case fileMalformed = "file_malformed"
        /// An entry does not hash to what the tree holds at its place.
        case entryChanged = "entry_changed"
        /// An entry with another number stands at the place.
        case entryMisplaced = "entry_misplaced"
        /// An entry is no canonical JSON object with a number.
        case entryMalformed = "entry_malformed"
        /// A tile does not hold what the entries or tiles below it hash to.
        case tileChanged = "tile_changed"
        /// Entries and tiles agree with each other and not with the checkpoint.
        case rootMismatch = "root_mismatch"

        /// The bytes are no proof.
        case proofMalformed = "proof_malformed"
        /// The proof is not of this entry.
        case proofRejected = "proof_rejected"
    }

    package let code: Code
    /// The first entry that cannot be trusted; `nil` when nothing tells which one it is.
    package let entry: UInt64?
    /// The file of the log, relative to its folder.
    package let file: String?
    /// A sentence for the auditor.
    package let message: String

    init(_ code: Code, entry: UInt64? = nil, file: String? = nil, _ message: String) {
        self.code = code
        self.entry = entry
        self.file = file
        self.message = message
    }

    package var description: String { self.message }
}
