import Keys

/// Goes through a log from its first entry to its root.
struct LogWalk {
    private let folder: LogFolder
    private let head: TreeHead
    private let olderHead: TreeHead?
    private let workers: Int

    private var tree = TreeRoot()
    private var upper: UpperTiles
    private var olderRoot: Digest256?

    init(folder: LogFolder, head: TreeHead, olderHead: TreeHead?, workers: Int) {
        self.folder = folder
        self.head = head
        self.olderHead = olderHead
        self.workers = workers
        self.upper = .init(folder: folder, size: head.size)
        if olderHead?.size == 0 { self.olderRoot = self.tree.hash }
    }

    /// Throws the first `LogFinding`, or a `VerifierError`.
    mutating func run(progress: (UInt64) -> Void) async throws {
        try await self.checkSections(progress: progress)
        if let olderHead, self.olderRoot != olderHead.root {
            throw LogFinding(
                .historyForked,
                "the first \(olderHead.size) entries are others than the older checkpoint was signed for")
        }
        guard self.tree.hash == self.head.root else {
            throw LogFinding(
                .rootMismatch, entry: self.olderHead?.size,
                "entries and tiles agree with each other and not with the signed checkpoint: they were rewritten together"
            )
        }
    }

    /// Checks some sections at a time and takes them in their order, so that the first finding is the first one.
    private mutating func checkSections(progress: (UInt64) -> Void) async throws {
        let sections = self.head.size >> 16 + (self.head.size & (LogSection.entries - 1) > 0 ? 1 : 0)
        typealias Result = (number: UInt64, outcome: Swift.Result<LogSection.Outcome, any Error>)
        try await withThrowingTaskGroup(of: Result.self) { group in
            var (started, taken): (UInt64, UInt64) = (0, 0)
            var waiting: [UInt64: Swift.Result<LogSection.Outcome, any Error>] = [:]
            while taken < sections {
                while started < sections, started < taken + 2 * UInt64(self.workers),
                    started - taken - UInt64(waiting.count) < self.workers
                {
                    let section = self.section(started)
                    group.addTask { (section.number, .init { try section.check() }) }
                    started += 1
                }
                guard let result = try await group.next() else { return }
                waiting[result.number] = result.outcome
                while let outcome = waiting.removeValue(forKey: taken) {
                    try self.take(outcome.get())
                    taken += 1
                    progress(self.tree.count)
                }
            }
        }
    }

    private func section(_ number: UInt64) -> LogSection {
        .init(folder: self.folder, number: number, size: self.head.size, olderSize: self.olderHead?.size)
    }

    private mutating func take(_ outcome: LogSection.Outcome) throws {
        if let older = outcome.older {
            var tree = self.tree
            tree.append(older)
            self.olderRoot = tree.hash
        }
        self.tree.append(outcome.tree)
        guard outcome.tree.count == LogSection.entries else { return }
        try self.upper.append(outcome.tree.hash)
    }
}
