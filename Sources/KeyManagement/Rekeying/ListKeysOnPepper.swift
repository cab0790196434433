package import Keys
import Storage

/// The keys that keep the replacement of a pepper from its end: they were not presented since it began. A page may be
/// short, and still have another behind it.
package struct ListKeysOnPepper: ManagementQuery {
    /// Most keys that are looked at for one page.
    static let mostLookedAt = 4_096
    private static let step = 512

    let id: RekeyingID
    /// Those in the nested form, or the others; `nil` for all.
    let isNested: Bool?
    let page: PageRequest

    package init(_ id: RekeyingID, isNested: Bool? = nil, _ page: PageRequest = .init()) {
        self.id = id
        self.isNested = isNested
        self.page = page
    }

    package func answer(in inquiry: Inquiry) throws -> Page<KeyDetails> {
        let rekeying = try inquiry.reader.existing(self.id)
        guard rekeying.kind == .pepper else {
            throw ManagementError.notFound("list of keys: \(self.id) is not the rotation of a pepper")
        }
        let search = try KeysOnPepper(rekeying)
        let cursor = ListCursor(
            inquiry.tools.keyring.cursorKey, list: "keys-on-pepper",
            filters: Array((self.id.description + (self.isNested.map { " \($0)" } ?? "")).utf8))
        let limit = try self.page.effectiveLimit()
        var position: String? =
            try self.page.cursor.map {
                String(decoding: try cursor.position(in: $0), as: UTF8.self)
            } ?? ""
        var items: [KeyDetails] = []
        var lookedAt = 0
        while let after = position, lookedAt < Self.mostLookedAt, items.count < limit {
            // No more than fit: what is passed over is never seen again.
            let step = min(Self.step, limit - items.count)
            let found = try search.page(after: after, limit: step, in: inquiry.reader, at: inquiry.now)
            let keys = found.keys.filter { key in
                self.isNested.map { $0 != search.isAlone(key, at: inquiry.now) } ?? true
            }
            items += try keys.map { try KeyDetails($0, in: inquiry.reader, at: inquiry.now) }
            position = found.cursor
            lookedAt += step
        }
        return .init(items: items, nextCursor: position.map { cursor.text(for: Array($0.utf8)) })
    }
}
