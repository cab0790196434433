import Auditing
import GRDB
import Keys
import Storage

/// The audit log: every entry, and the tree over them made anew.
extension StoreExamination {
    private static let table = "audit_entries"
    private static let batch: UInt64 = 256

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
        var walk = LogWalk()
        while walk.next < count {
            let stop = walk.isWhole ? walk.next + Self.batch : self.nextEntry(from: walk.next)
            let range = walk.next..<min(count, max(stop, walk.next + Self.batch))
            self.examine(range, &walk)
        }
        self.conclude(entries: count, root: walk.isWhole ? walk.edge.root : nil)
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
        let entries = isBatch ? (try? self.entries(from: range.lowerBound, limit: Int(Self.batch))) : nil
        if let entries = entries?.prefix(while: { range.contains($0.entry.sequence) }),
            entries.map(\.entry.sequence) == Array(range)
        {
            for entry in entries { _ = walk.edge.append(entry.leafHash) }
            self.count(rows: entries.count)
            return
        }
        walk.isWhole = false
        var known = range.lowerBound
        while known < range.upperBound {
            let there = min(range.upperBound, self.nextEntry(from: known))
            if there > known {
                self.add("\(Self.table)/\(known)", "audit entries \(known) to \(there - 1) are missing")
                known = there
                continue
            }
            do {
                let found = try self.entries(from: known, limit: 1)
                if found.first?.entry.sequence != known { self.add("\(Self.table)/\(known)", "the entry is missing") }
            } catch {
                self.add("\(Self.table)/\(known)", error)
            }
            known += 1
        }
    }

    private func entries(from sequence: UInt64, limit: Int) throws -> [StoredAuditEntry] {
        try self.view.auditEntries(
            matching: .init(), .oldestFirst, from: sequence == 0 ? nil : sequence - 1, limit: limit)
    }
}

/// How far the leaves were taken into a tree.
struct LogWalk {
    /// The entry looked at next.
    var next: UInt64 = 0
    /// Whether every leaf so far was as it should be.
    var isWhole = true
    var edge = TreeEdge()
}
