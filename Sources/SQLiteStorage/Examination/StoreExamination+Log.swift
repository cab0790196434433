import Auditing
import GRDB
import Keys
import Storage

/// The audit log: every entry against its code and its place, the tree over the entries made anew, and that tree against
/// the stored tiles and the signed checkpoint.
extension StoreExamination {
    private static let table = "audit_entries"
    private static let batch = UInt64(TilePlace.fullWidth)

    mutating func examineLog() {
        guard !self.isUnreadable(Self.table) else { return }
        let count: UInt64
        do {
            let last = try Int64.fetchOne(self.database, sql: "SELECT MAX(sequence) FROM audit_entries")
            let first = try Int64.fetchOne(self.database, sql: "SELECT MIN(sequence) FROM audit_entries")
            guard (first ?? 0) >= 0 else { throw StorageError(.damaged, "an audit entry stands before the first") }
            count = last.map { UInt64(clamping: $0) + 1 } ?? 0
        } catch {
            return self.add(Self.table, error)
        }
        let head = self.signedHead()
        self.examineTiles(signedSize: head?.size)
        var walk = LogWalk(signedSize: head?.size ?? 0)
        while walk.next < count, !self.isStopped() {
            let there = walk.isWhole ? walk.next : self.nextEntry(from: walk.next)
            // Begins with a tile and ends with one, or ends where a tile begins that has entries again.
            let stop = max(walk.next + Self.batch, there / Self.batch * Self.batch)
            self.examine(walk.next..<min(count, stop), &walk)
        }
        self.conclude(entries: count, root: walk.isWhole ? walk.tree.root : nil)
        if let head { self.compare(walk, with: head, count: count) }
    }

    /// Where the log goes on, so that a number far away costs no walk through what is not there.
    private func nextEntry(from sequence: UInt64) -> UInt64 {
        let found = try? Int64.fetchOne(
            self.database, sql: "SELECT MIN(sequence) FROM audit_entries WHERE sequence >= ?",
            arguments: [Int64(clamping: sequence)])
        return found.flatMap { UInt64(exactly: $0) } ?? sequence
    }

    private mutating func examine(_ range: Range<UInt64>, _ walk: inout LogWalk) {
        walk.next = range.upperBound
        let isBatch = range.upperBound - range.lowerBound <= Self.batch
        let entries = isBatch ? (try? self.view.auditEntries(since: range.lowerBound, limit: Int(Self.batch))) : nil
        guard let entries = entries?.prefix(while: { range.contains($0.entry.sequence) }),
            entries.map(\.entry.sequence) == Array(range)
        else {
            walk.isWhole = false
            return self.nameEach(range)
        }
        self.count(rows: entries.count)
        self.follow(entries.map(\.leafHash), from: range.lowerBound, &walk)
    }

    /// Names what is damaged or missing in a range that is not whole.
    private mutating func nameEach(_ range: Range<UInt64>) {
        var known = range.lowerBound
        while known < range.upperBound {
            let there = min(range.upperBound, self.nextEntry(from: known))
            if there > known {
                self.add("\(Self.table)/\(known)", "audit entries \(known) to \(there - 1) are missing")
                known = there
                continue
            }
            do {
                let found = try self.view.auditEntries(since: known, limit: 1)
                if found.first?.entry.sequence != known { self.add("\(Self.table)/\(known)", "the entry is missing") }
            } catch {
                self.add("\(Self.table)/\(known)", error)
            }
            known += 1
        }
    }

    /// Holds the leaves of one tile against it, and, while nothing is missing before them, takes them into the tree and
    /// holds what they fill above against the stored tiles.
    private mutating func follow(_ leaves: [Digest256], from first: UInt64, _ walk: inout LogWalk) {
        let place = TilePlace(level: 0, number: first / Self.batch)
        if walk.isSigned(place), let stored = self.tile(place),
            let changed = stored.indices.first(where: { stored[$0] != leaves[$0] })
        {
            walk.isWhole = false
            self.add("\(Self.table)/\(first + UInt64(changed))", "the entry is not the one in the tree")
        }
        guard walk.isWhole else { return }
        for leaf in leaves {
            for tile in walk.append(leaf) where tile.place.level > 0 && walk.isSigned(tile.place) {
                guard let stored = self.tile(tile.place), stored != tile.hashes else { continue }
                walk.isWhole = false
                self.add(Self.name(tile.place), "the tile is not that of the entries under it")
            }
        }
    }
}
