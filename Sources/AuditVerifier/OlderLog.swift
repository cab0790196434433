/// What is known of the log from an earlier day: it must be the beginning of the log as it is now.
package enum OlderLog: Hashable, Sendable {
    /// A checkpoint's bytes.
    case checkpoint([UInt8])
    /// A whole copy, which also tells where the two part.
    case folder(LogFolder)

    /// An older folder, or a file that holds a checkpoint.
    package init(path: String) throws(VerifierError) {
        if let bytes = try? PlainFile.read(path, most: SignedText.longest + 1) {
            self = .checkpoint(bytes)
        } else if try PlainFile.read("\(path)/\(LogFolder.checkpoint)", most: 1) != nil {
            self = .folder(.init(path))
        } else {
            throw .init(.fileUnreadable, "\(path) is neither a checkpoint nor a folder with one")
        }
    }

    /// The checkpoint, which the same log must have signed; witnesses are not asked for.
    func head(_ trust: Trust) throws -> TreeHead {
        let bytes: [UInt8]?
        switch self {
        case .checkpoint(let held): bytes = held
        case .folder(let folder): bytes = try folder.checkpointBytes()
        }
        return try VerifiedHead((bytes ?? [])[...], trust: try .init(logs: trust.logs), file: nil).head
    }
}
