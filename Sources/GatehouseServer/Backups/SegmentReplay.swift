import Backups
import Cryptography
import DurableFiles
package import Keys
import SQLiteStorage

/// Does on an unpacked backup again what was committed after it, up to a moment.
package struct SegmentReplay: Sendable {
    /// Where to stop.
    package enum Target: Hashable, Sendable {
        /// Behind the last commit that was shipped.
        case end
        /// Behind the last commit that was not after it.
        case time(WallTime)
        /// Behind the commit that holds this audit entry.
        case entry(UInt64)
    }

    /// Where the replay stopped.
    struct Reached: Hashable, Sendable {
        var segments: UInt64 = 0
        /// When the last commit was made; `nil` when there was none to be done again.
        var time: WallTime?
        /// How long the audit log is there.
        var entries: UInt64
        /// Why it stopped there, where that was damage.
        var damage: String?
    }

    private let folder: SegmentFolder
    private let target: Target
    /// Whether damage ends the replay instead of refusing it.
    private let stopsAtDamage: Bool

    package init(folder: String, target: Target = .end, stopsAtDamage: Bool = false) {
        self.folder = .init(path: folder)
        self.target = target
        self.stopsAtDamage = stopsAtDamage
    }

    /// Changes the database in the file, which is that of the backup with this manifest. Throws `StartFailure` for what
    /// cannot be reached, naming the segment that is missing, foreign or damaged.
    func apply(after manifest: BackupManifest, to path: String, rootKey: RootKey) throws -> Reached {
        guard let start = manifest.segments else {
            throw StartFailure(.database, "the backup was made while nothing was shipped: no segments follow on it")
        }
        try self.refuseEarlier(than: manifest)
        var reached = Reached(entries: manifest.log.size)
        let pages = try PageTarget(path)
        do {
            try self.walk(start, madeAt: manifest.createdAt, rootKey, pages, &reached)
        } catch let error as StartFailure where error.code == .database && self.stopsAtDamage {
            reached.damage = error.message
        }
        try pages.finish()
        if case .entry(let entry) = self.target, reached.entries <= entry {
            throw StartFailure(
                .database,
                "the segments end with \(reached.entries) audit entries, before entry \(entry)"
                    + (reached.damage.map { ": \($0)" } ?? ""))
        }
        return reached
    }

    private func refuseEarlier(than manifest: BackupManifest) throws(StartFailure) {
        switch self.target {
        case .end: return
        case .time(let time) where time < manifest.createdAt:
            throw StartFailure(.database, "the backup is of \(manifest.createdAt): take an earlier one")
        case .entry(let entry) where manifest.log.size > 0 && entry < manifest.log.size - 1:
            throw StartFailure(
                .database, "the backup holds \(manifest.log.size) audit entries: take an earlier one for entry \(entry)"
            )
        case .time, .entry: return
        }
    }

    /// What is wanted may be in a chain that began later: then this one's end is not it.
    private func refuseLater(
        than start: BackupManifest.Segments, madeAt createdAt: WallTime, _ bases: [SegmentNames.Base]
    ) throws(StartFailure) {
        let made = SegmentNames.Base.moment(of: createdAt)
        let wanted: String? =
            switch self.target {
            case .end: nil
            case .time(let time): SegmentNames.Base.moment(of: time)
            case .entry: made
            }
        let later = bases.filter { base in
            base.chain != start.chain && base.moment > made && base.moment <= wanted ?? base.moment
        }
        guard let newest = later.last else { return }
        throw StartFailure(
            .database, "a later chain begins with \(newest.name): take that one, or a time before it with --to")
    }

    private func walk(
        _ start: BackupManifest.Segments, madeAt createdAt: WallTime, _ rootKey: RootKey, _ pages: PageTarget,
        _ reached: inout Reached
    ) throws {
        let last = try self.folder.last(of: start.chain)
        let bases = try self.folder.bases()
        guard last > 0 || bases.contains(where: { $0.chain == start.chain }) else {
            throw StartFailure(
                .database, "\(self.folder.path) holds nothing of the chain \(start.chain) of this backup")
        }
        try self.refuseLater(than: start, madeAt: createdAt, bases)
        var (previous, next) = (BackupSegment.Place.beginning, UInt64(1))
        guard last > 0 else { return }
        for number in 1...last {
            let place = BackupSegment.Place(chain: start.chain, number: number, previous: previous)
            let (commits, digest) = try self.segment(place, rootKey)
            for commit in commits {
                guard commit.number == next else {
                    throw self.refusal(place, "its commits do not follow on those before")
                }
                next += 1
                guard commit.number > start.commit else { continue }
                guard self.includes(commit, reached) else { return }
                try pages.apply(commit)
                reached.time = commit.time
                reached.entries = commit.entries
            }
            previous = digest
            reached.segments = number
        }
    }

    /// Whether the replay goes on with the commit.
    private func includes(_ commit: PageCommit, _ reached: Reached) -> Bool {
        switch self.target {
        case .end: true
        case .time(let time): commit.time <= time
        case .entry(let entry): reached.entries <= entry
        }
    }

    private func segment(_ place: BackupSegment.Place, _ rootKey: RootKey) throws -> ([PageCommit], Digest256) {
        let stored: [UInt8]?
        do throws(FileFailure) {
            stored = try self.folder.segment(place.chain, place.number)
        } catch {
            throw self.refusal(place, error.message)
        }
        guard let file = stored else { throw self.refusal(place, "it is missing") }
        do {
            let bytes = try BackupSegment.open(file, at: place, rootKey: rootKey)
            guard let commits = PageCommit.read(bytes) else { throw self.refusal(place, "its commits cannot be read") }
            return (commits, SHA256Hash.digest(of: file.span))
        } catch let fault as BackupFault {
            throw self.refusal(place, fault.description)
        }
    }

    private func refusal(_ place: BackupSegment.Place, _ problem: String) -> StartFailure {
        .init(.database, "\(SegmentNames.segment(place.chain, place.number)): \(problem)")
    }
}
