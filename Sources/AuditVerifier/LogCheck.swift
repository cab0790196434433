/// Verifies a copy of a whole log: signatures, every entry's form, number and hash, every tile, the root, and, when an older
/// state of it is known, that nothing before that was touched.
///
/// It works offline, on section after section of 65,536 entries, some of them at a time. In memory it holds a bundle and
/// a tile for each worker, and some hashes for each section.
package struct LogCheck: Sendable {
    private let folder: LogFolder
    private let trust: Trust
    private let older: OlderLog?
    private let workers: Int

    /// `workers` sections are checked at a time.
    package init(_ folder: LogFolder, trust: Trust, older: OlderLog? = nil, workers: Int = 1) {
        self.folder = folder
        self.trust = trust
        self.older = older
        self.workers = min(max(workers, 1), 64)
    }

    /// Checks it all, up to the first thing that is wrong; `progress` hears how many entries were found good so far.
    ///
    /// Throws a `VerifierError` when a file cannot be read.
    package func run(progress: (UInt64) -> Void = { _ in }) async throws -> LogVerdict {
        do {
            guard let bytes = try self.folder.checkpointBytes() else {
                throw LogFinding(.fileMissing, file: LogFolder.checkpoint, "there is no checkpoint")
            }
            let trust = try self.folder.successions.extend(self.trust)
            let verified = try VerifiedHead(bytes[...], trust: trust, file: LogFolder.checkpoint)
            try await self.check(verified.head, trust, progress: progress)
            return .good(.init(verified))
        } catch let finding as LogFinding {
            return .bad(finding)
        }
    }

    private func check(_ head: TreeHead, _ trust: Trust, progress: (UInt64) -> Void) async throws {
        let olderHead = try self.older?.head(trust)
        if let olderHead, olderHead.size > head.size {
            throw LogFinding(
                .checkpointStale, entry: head.size, file: LogFolder.checkpoint,
                "the log has \(head.size) entries and had \(olderHead.size) before: it was cut or rolled back")
        }
        do {
            var walk = LogWalk(folder: self.folder, head: head, olderHead: olderHead, workers: self.workers)
            try await walk.run(progress: progress)
        } catch let finding as LogFinding {
            throw try self.earlier(finding, size: head.size, olderSize: olderHead?.size)
        }
    }

    /// Where the log parts from the older copy, when that is before what was found.
    private func earlier(_ finding: LogFinding, size: UInt64, olderSize: UInt64?) throws -> LogFinding {
        guard case .folder(let older) = self.older, let olderSize,
            let entry = try ForkSearch(
                older: .init(folder: older, size: olderSize), newer: .init(folder: self.folder, size: size)
            ).firstDifference(),
            entry < finding.entry ?? .max
        else { return finding }
        return .init(
            .historyForked, entry: entry, "entry \(entry) is another than in the older copy: history was rewritten")
    }
}
