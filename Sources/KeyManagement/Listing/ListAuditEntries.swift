package import Auditing
import Cryptography
package import Keys
package import Storage

/// Lists audit entries, newest first unless asked otherwise.
///
/// A list by actor, action or time looks at so many entries for a page, so that nobody holds up the store with it: such a
/// page may be short, or empty, and still have another behind it.
package struct ListAuditEntries: ManagementQuery {
    let filter: AuditFilter
    let order: AuditOrder
    let page: PageRequest
    /// Most entries that are looked at for one page of a search.
    let mostLookedAt: UInt64

    package init(
        _ filter: AuditFilter = .init(), _ order: AuditOrder = .newestFirst, _ page: PageRequest = .init(),
        mostLookedAt: UInt64 = 100_000
    ) {
        self.filter = filter
        self.mostLookedAt = mostLookedAt
        self.order = order
        self.page = page
    }

    package var requiredLevel: Operator.Level { .auditor }

    package func answer(in inquiry: Inquiry) throws -> Page<StoredAuditEntry> {
        let cursor = ListCursor(
            inquiry.tools.keyring.cursorKey, list: "audit", filters: self.filter.canonicalBytes(self.order))
        let limit = try self.page.effectiveLimit()
        let position = try self.page.cursor.map { text throws -> UInt64 in
            let digits = String(decoding: try cursor.position(in: text), as: UTF8.self)
            guard let sequence = UInt64(digits) else { throw ListCursor.refused }
            return sequence
        }
        var filter = self.filter
        let size = try inquiry.reader.auditLogSize()
        if filter.isSearch { filter.sequences = self.window(from: position, in: size) }
        let found = try inquiry.reader.auditEntries(
            matching: filter, self.order, from: position, limit: limit + 1)
        let items = Array(found.prefix(limit))
        let last =
            found.count > limit ? items.last?.entry.sequence : filter.sequences.flatMap { self.end(of: $0, size) }
        return .init(items: items, nextCursor: last.map { cursor.text(for: Array("\($0)".utf8)) })
    }

    /// The entries that a page of a search looks at.
    private func window(from position: UInt64?, in size: UInt64) -> Range<UInt64> {
        switch self.order {
        case .oldestFirst:
            let first = min(position.map { $0 &+ 1 } ?? 0, size)
            return first..<first + min(self.mostLookedAt, size - first)
        case .newestFirst:
            let end = min(position ?? size, size)
            return end - min(self.mostLookedAt, end)..<end
        }
    }

    /// The last entry that was looked at; `nil` when there are none behind it.
    private func end(of window: Range<UInt64>, _ size: UInt64) -> UInt64? {
        switch self.order {
        case .oldestFirst: window.upperBound < size ? window.upperBound - 1 : nil
        case .newestFirst: window.lowerBound > 0 ? window.lowerBound : nil
        }
    }
}

extension AuditFilter {
    fileprivate func canonicalBytes(_ order: AuditOrder) -> [UInt8] {
        var encoder = CanonicalEncoder(capacity: 128)
        let texts = [
            self.tenant, self.actorID, self.action?.rawValue, self.objectID, self.requestID, self.since?.description,
            self.until?.description, order == .oldestFirst ? "oldest" : "newest",
        ]
        encoder.append(texts) { encoder, text in encoder.append(text) { $0.append($1) } }
        return encoder.bytes
    }
}
