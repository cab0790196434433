/// A proof of the audit log as text, as far as a command shows what is in it. Nothing is verified here.
struct ProofText: Hashable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    /// The checkpoint below the path; `nil` when there is none.
    var head: CheckpointText? {
        let parts = self.text.split(separator: "\n\n", maxSplits: 1)
        return parts.count == 2 ? CheckpointText(String(parts[1])) : nil
    }
}

/// A checkpoint of the audit log as text: origin, size, root, and signatures below an empty line.
struct CheckpointText: Hashable, Sendable {
    let text: String
    let origin: String
    let size: Int64
    /// Base64.
    let root: String

    /// `nil` when the text is no checkpoint.
    init?(_ text: String) {
        let lines = text.split(separator: "\n", maxSplits: 3, omittingEmptySubsequences: false)
        guard lines.count == 4, let size = Int64(lines[1]) else { return nil }
        self.text = text
        self.origin = String(lines[0])
        self.size = size
        self.root = String(lines[2])
    }
}
