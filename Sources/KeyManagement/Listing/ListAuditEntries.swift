package import Auditing
import Cryptography
package import Keys
package import Storage

/// Lists audit entries, newest first unless asked otherwise.
package struct ListAuditEntries: ManagementQuery {
    let filter: AuditFilter
    let order: AuditOrder
    let page: PageRequest

    package init(_ filter: AuditFilter = .init(), _ order: AuditOrder = .newestFirst, _ page: PageRequest = .init()) {
        self.filter = filter
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
        let found = try inquiry.reader.auditEntries(
            matching: self.filter, self.order, from: position, limit: limit + 1)
        let items = Array(found.prefix(limit))
        let last = found.count > limit ? items.last : nil
        return .init(items: items, nextCursor: last.map { cursor.text(for: Array("\($0.entry.sequence)".utf8)) })
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
