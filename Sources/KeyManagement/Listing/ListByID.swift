import Cryptography
import Keys

/// The lists that are ordered by id.
enum ListByID {
    /// A page of the list of that name, narrowed by `filters`; `fetch` reads so many rows after an id.
    static func page<Row: Sendable, Kind: ObjectKind>(
        _ list: String, filters: [String?], _ request: PageRequest, in inquiry: Inquiry,
        id: (Row) -> ObjectID<Kind>, fetch: (_ after: ObjectID<Kind>?, _ limit: Int) throws -> [Row]
    ) throws -> Page<Row> {
        var encoder = CanonicalEncoder(capacity: 64)
        encoder.append(filters) { encoder, text in encoder.append(text) { $0.append($1) } }
        let cursor = ListCursor(inquiry.tools.keyring.cursorKey, list: list, filters: encoder.bytes)
        let limit = try request.effectiveLimit()
        let after = try request.cursor.map { text throws -> ObjectID<Kind> in
            let position = String(decoding: try cursor.position(in: text), as: UTF8.self)
            guard let id = ObjectID<Kind>(position) else { throw ListCursor.refused }
            return id
        }
        let rows = try fetch(after, limit + 1)
        let items = Array(rows.prefix(limit))
        let last = rows.count > limit ? items.last : nil
        return .init(items: items, nextCursor: last.map { cursor.text(for: Array(id($0).description.utf8)) })
    }
}
