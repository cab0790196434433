import Cryptography
import Keys
package import Storage

/// Lists keys, newest first. Unless statuses are named, expired and revoked keys are left out.
///
/// A list of weak keys has those whose guessable token still admits: one that was rotated is done with. A page of it may be
/// short, and still have another behind it.
package struct ListKeys: ManagementQuery {
    /// `now` is set by the query.
    let filter: KeyFilter
    let page: PageRequest
    /// Most keys that are looked at for one page of a list of weak keys.
    static let mostLookedAt = 4_096

    package init(_ filter: KeyFilter, _ page: PageRequest = .init()) {
        self.filter = filter
        self.page = page
    }

    package func answer(in inquiry: Inquiry) throws -> Page<KeyDetails> {
        var filter = self.filter
        filter.now = inquiry.now
        filter.statuses = filter.statuses ?? KeyStatus.lasting
        let cursor = ListCursor(inquiry.tools.keyring.cursorKey, list: "keys", filters: filter.canonicalBytes)
        let limit = try self.page.effectiveLimit()
        let after = try self.page.cursor.map { try Self.position(try cursor.position(in: $0)) }
        let (found, last) = try self.keys(filter, after: after, limit: limit, in: inquiry)
        let items = try found.map { try KeyDetails($0, in: inquiry.reader, at: inquiry.now) }
        return .init(items: items, nextCursor: last.map { cursor.text(for: Self.bytes($0)) })
    }

    /// The keys of the page, and after which position the next begins; `nil` at the end.
    private func keys(
        _ filter: KeyFilter, after: KeyPosition?, limit: Int, in inquiry: Inquiry
    ) throws -> ([KeyRecord], KeyPosition?) {
        guard filter.isWeak == true else {
            let found = try inquiry.reader.keys(matching: filter, after: after, limit: limit + 1)
            let page = Array(found.prefix(limit))
            return (page, found.count > limit ? page.last.map { KeyPosition($0) } : nil)
        }
        var page: [KeyRecord] = []
        var position = after
        var lookedAt = 0
        while lookedAt < Self.mostLookedAt {
            let found = try inquiry.reader.keys(matching: filter, after: position, limit: limit)
            for key in found {
                guard page.count < limit else { return (page, position) }
                position = KeyPosition(key)
                if try ImportFindings.isWeak(key, in: inquiry.reader, at: inquiry.now) { page.append(key) }
            }
            guard found.count == limit else { return (page, nil) }
            lookedAt += found.count
        }
        return (page, position)
    }

    private static func bytes(_ position: KeyPosition) -> [UInt8] {
        var encoder = CanonicalEncoder(capacity: 32)
        encoder.append(position.createdAt.milliseconds)
        encoder.append(position.id.description)
        return encoder.bytes
    }

    private static func position(_ bytes: [UInt8]) throws -> KeyPosition {
        try CanonicalDecoder.decode(bytes) { (decoder) throws(CryptographyError) in
            let createdAt = WallTime(milliseconds: try decoder.signed())
            guard let id = KeyID(try decoder.text()) else { throw CanonicalDecoder.malformed("no key id") }
            return KeyPosition(createdAt: createdAt, id: id)
        }
    }
}

extension KeyFilter {
    /// What a cursor is bound to: everything but the moment, which moves on from page to page.
    fileprivate var canonicalBytes: [UInt8] {
        var encoder = CanonicalEncoder(capacity: 256)
        let texts = [
            self.projectID?.description, self.environmentID?.description, self.ownerID?.description, self.tag,
            self.permission, self.roleID?.description, self.expiresBefore?.description, self.unusedSince?.description,
            self.createdAfter?.description, self.text, self.neverExpires?.description, self.isOwnerless?.description,
            self.origin?.rawValue, self.isWeak?.description,
            self.statuses?.map(\.rawValue).sorted().joined(separator: ","),
        ]
        encoder.append(texts) { encoder, text in encoder.append(text) { $0.append($1) } }
        return encoder.bytes
    }
}
