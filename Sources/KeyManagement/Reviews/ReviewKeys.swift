import Cryptography
package import Keys
package import Storage

/// Looks through keys that are neither revoked nor expired, newest first, and says what may be wrong with each. A page has
/// those with nothing wrong as well, so that an owner sees all there are.
package struct ReviewKeys: ManagementQuery {
    /// `now` and the statuses are set by the query.
    let filter: KeyFilter
    let unusedDays: UInt32
    let observed: ObservedUse
    let page: PageRequest

    package init(
        _ filter: KeyFilter, unusedDays: UInt32 = KeyReview.usualUnusedDays, observed: ObservedUse,
        _ page: PageRequest = .init()
    ) {
        self.filter = filter
        self.unusedDays = unusedDays
        self.observed = observed
        self.page = page
    }

    package func answer(in inquiry: Inquiry) throws -> Page<ReviewedKey> {
        let found = try ListKeys(self.filter, self.page).answer(in: inquiry)
        let review = KeyReview(unusedDays: self.unusedDays, now: inquiry.now)
        let items = try found.items.map { try review.look(at: $0, in: inquiry.reader, self.observed) }
        return .init(items: items, nextCursor: found.nextCursor)
    }
}

/// Says of one key what may be wrong with it.
package struct ReviewOneKey: ManagementQuery {
    let id: KeyID
    let unusedDays: UInt32
    let observed: ObservedUse

    package init(_ id: KeyID, unusedDays: UInt32 = KeyReview.usualUnusedDays, observed: ObservedUse) {
        self.id = id
        self.unusedDays = unusedDays
        self.observed = observed
    }

    package func answer(in inquiry: Inquiry) throws -> ReviewedKey {
        let key = try GetKey(self.id).answer(in: inquiry)
        return try KeyReview(unusedDays: self.unusedDays, now: inquiry.now)
            .look(at: key, in: inquiry.reader, self.observed)
    }
}

extension KeyReview {
    /// With what the key's roles grant, and those that they inherit from.
    func look(at key: KeyDetails, in reader: any StoreReading, _ observed: ObservedUse) throws -> ReviewedKey {
        var known: [RoleID: Role] = [:]
        var pending = key.record.roles
        while let id = pending.popLast() {
            guard known[id] == nil, let role = try reader.role(id) else { continue }
            known[id] = role
            pending += role.inherits
        }
        let granted = RoleGraph(known.values).resolve(key.record.roles, direct: key.record.grants).allowed
        return self.look(at: key, granted: granted, in: observed)
    }
}
