import Auditing
import Cryptography
import Keys
import Storage

/// Replaces the keys that a tenant's data is sealed with, and seals the data anew: after the keys, or the memory they were
/// in, were exposed. Keys made since the start are new already.
enum DataKeyRekeying: RekeyingWork {
    /// The names are those of the sets: every key from before the start goes.
    static func start(_ tenant: String, at moment: WallTime, in act: Act) throws -> (old: String, new: String) {
        guard try !act.reader.keyringKeys(of: tenant).isEmpty else {
            throw ManagementError(
                .invalid, "\(tenant) has no data keys yet: nothing was ever sealed for it.")
        }
        return ("made before \(moment.milliseconds)", "made since \(moment.milliseconds)")
    }

    static func move(_ rekeying: Rekeying, in act: Act) throws -> Rekeying.Batch {
        guard let row = try self.old(rekeying, limit: 1, in: act).first else { return .init(count: 0, cursor: nil) }
        let moved = try act.reseal(under: row, limit: self.batch, since: rekeying.startedAt)
        // As long as a batch is full, there may be more under the same key.
        let cursor = moved < self.batch ? row.id.description : rekeying.cursor
        return .init(count: UInt64(moved), cursor: cursor)
    }

    static func count(_ rekeying: Rekeying, in act: Act) throws -> Rekeying.Batch {
        let page = try self.old(rekeying, limit: self.batch, in: act)
        var count = 0
        for row in page { count += try act.reader.countDetails(sealedUnder: row.id) }
        return .init(count: UInt64(count), cursor: page.count < self.batch ? nil : page.last?.id.description)
    }

    static func destroy(_ rekeying: Rekeying, in act: Act) throws -> Rekeying.Batch {
        let page = try self.old(rekeying, limit: self.batch, in: act)
        for row in page {
            // A subject's first key may be made after the count and yet bear an earlier date: in the millisecond of the start.
            guard try act.reader.countDetails(sealedUnder: row.id) == 0 else {
                return .init(count: 0, isInUse: true)
            }
            var erased = row
            erased.erase(at: act.now)
            erased.revision = row.revision &+ 1
            try act.transaction.update(erased)
        }
        return .init(
            count: UInt64(page.count), cursor: page.count < self.batch ? nil : page.last?.id.description)
    }

    /// Data keys of the tenant from before the start, after the cursor.
    private static func old(_ rekeying: Rekeying, limit: Int, in act: Act) throws -> [SealedDataKey] {
        try act.reader.dataKeys(
            in: rekeying.tenant, createdBefore: rekeying.startedAt, after: DataKeyID(rekeying.cursor), limit: limit)
    }
}

extension Act {
    /// Seals details that lie under a data key under the newest of its subject, which is made when it is not new enough.
    /// Returns how many.
    fileprivate func reseal(under row: SealedDataKey, limit: Int, since start: WallTime) throws -> Int {
        // First of all, and even when there is nothing to move: from now on nothing goes under the old key.
        let new = try self.newKey(after: row, since: start)
        let page = try self.reader.details(sealedUnder: row.id, limit: limit)
        guard !page.isEmpty else { return 0 }
        let old = try self.opened(row)
        for item in page {
            let plaintext = try old.open(item.details.envelope, as: item.name)
            let envelope = try new.seal(plaintext, as: item.name, randomBytes: self.tools.randomBytes)
            try self.transaction.replaceDetails(
                of: item.sequence, with: .init(dataKey: new.id, envelope: envelope))
        }
        return page.count
    }

    private func newKey(after row: SealedDataKey, since start: WallTime) throws -> DataKey {
        let versions = try self.reader.dataKeys(of: row.subject, in: row.tenant)
        if let newest = versions.last, newest.createdAt >= start, newest.erasedAt == nil {
            return try self.opened(newest)
        }
        guard let primary = try self.reader.keyringKeys(of: row.tenant).first(where: { $0.state == .primary }) else {
            throw StorageError(.damaged, "\(row.tenant) has no primary key")
        }
        let made = try self.opened(primary).draw(
            // A clock that was put back must not make it old at once.
            for: row.subject, version: (versions.last?.version ?? 0) &+ 1, at: max(self.now, start),
            randomBytes: self.tools.randomBytes)
        try self.transaction.insert(made.sealed)
        return made.key
    }

    private func opened(_ row: SealedDataKey) throws -> DataKey {
        guard let wrapper = try self.reader.keyringKey(row.wrappedBy) else {
            throw StorageError(.damaged, "the keyring key \(row.wrappedBy) is missing")
        }
        return try self.opened(wrapper).open(row)
    }
}
