import Auditing
import Cryptography
import KeyManagement
import Keys
import Storage

extension Simulation {
    /// What must hold of everything that is stored, at any moment.
    func checkEverything() async throws {
        let entries = try await self.process.opened.store.read { reader in
            try reader.auditEntries(matching: .init(), .oldestFirst, from: nil, limit: .max)
        }
        try self.checkEntries(entries)
        try await self.checkEffects(entries.map(\.entry))
        try await self.watcher.lookBack(at: self.process.opened.store)
        try await self.checkRekeyings(entries.map(\.entry))
    }

    /// No gap, a tree over all of them that the last checkpoint signs, and every detail can be read.
    private func checkEntries(_ entries: [StoredAuditEntry]) throws {
        guard entries.map(\.entry.sequence) == Array(0..<UInt64(entries.count)) else {
            throw Discrepancy(finding: "the audit log has a gap")
        }
        var tree = TreeEdge()
        for entry in entries { _ = tree.append(entry.leafHash) }
        guard let head = self.watcher.heads.last, head.size == tree.size, head.root == tree.root else {
            throw Discrepancy(finding: "the checkpoint is not that of the \(entries.count) entries")
        }
        for entry in entries where entry.entry.detailsCommitment != nil && entry.details == nil {
            throw Discrepancy(finding: "the details of entry \(entry.entry.sequence) cannot be read")
        }
    }

    /// Effects and entries match one to one: every key has exactly one entry for each of its revisions.
    private func checkEffects(_ entries: [AuditEntry]) async throws {
        let changes = entries.filter { $0.action != .keyRotationFinish && $0.object.type == "key" }
        let versions = Dictionary(grouping: changes, by: \.object.id).mapValues { $0.compactMap(\.object.version) }
        let keys = try await self.process.opened.store.read { reader in
            var keys: [String: UInt64] = [:]
            try reader.forEachKey { key throws(StorageError) in keys[key.id.description] = key.revision }
            return keys
        }
        for (id, revision) in keys where versions[id] != Array(1...revision) {
            throw Discrepancy(finding: "\(id) has \(revision) revisions and entries \(versions[id] ?? [])")
        }
        guard Set(versions.keys) == Set(keys.keys) else {
            throw Discrepancy(finding: "there are entries about keys that are not there")
        }
    }

    /// An old key is gone when its replacement is finished, and the log said before that nothing was left under it.
    private func checkRekeyings(_ entries: [AuditEntry]) async throws {
        let actions = Dictionary(grouping: entries, by: \.object.id).mapValues { $0.map(\.action) }
        for rekeying in self.rekeyings.values where rekeying.kind != .root && rekeying.kind != .logKey {
            let told = (actions[rekeying.id.description] ?? []).filter {
                $0 != .rotationStart && $0 != .rotationNested
            }
            let ends: [AuditAction] = rekeying.phase == .finished ? [.rotationFinish] : []
            let proofs = told.dropLast(ends.count)
            let needed = rekeying.phase == .retiring || rekeying.phase == .finished ? 1 : 0
            // Data keys that were in use once more are proven unused once more.
            let isProven = proofs.count == needed || rekeying.kind == .dataKeys && proofs.count > needed
            guard isProven, proofs.allSatisfy({ $0 == .rotationResidualZero }), told.suffix(ends.count) == ends[...]
            else { throw Discrepancy(finding: "the replacement \(rekeying.id) is \(rekeying.phase), and told \(told)") }
            let isGone = try await self.process.opened.store.read { try Self.isGone(rekeying, $0) }
            // Of data keys there may have been none from before.
            guard isGone == (rekeying.phase == .finished) || rekeying.kind == .dataKeys && isGone else {
                throw Discrepancy(
                    finding: "the old key of \(rekeying.id), \(rekeying.phase), is \(isGone ? "gone" : "still there")")
            }
        }
    }

    /// Whether what was to go is gone, with nothing left under it.
    private static func isGone(_ rekeying: Rekeying, _ reader: any StoreReading) throws -> Bool {
        switch rekeying.kind {
        case .root, .logKey: return true
        case .keyring:
            guard let id = KeyringKeyID(rekeying.oldKey), let key = try reader.keyringKey(id) else { return false }
            return try key.state == .destroyed && reader.countDataKeys(wrappedBy: id) == 0
        case .dataKeys:
            return try reader.dataKeys(
                in: rekeying.tenant, createdBefore: rekeying.startedAt, after: nil, limit: 1
            ).isEmpty
        case .pepper:
            guard let id = EnvironmentID(rekeying.tenant) else { return false }
            return try reader.peppers(of: id).contains { "\($0.version)" == rekeying.oldKey && $0.isDestroyed }
        }
    }
}
