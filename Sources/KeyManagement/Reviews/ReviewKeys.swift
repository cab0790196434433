import Cryptography
package import Keys
package import Storage

/// Looks through keys that are neither revoked nor expired, newest first, and says what may be wrong with each. A page has
/// those with nothing wrong as well, so that an owner sees all there are.
package struct ReviewKeys: ManagementQuery {
    /// `now` is set by the query.
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
        var reading = ReviewReading(inquiry.reader)
        let items = try found.items.map {
            review.look(at: $0, try reading.surroundings(of: $0.record), in: self.observed)
        }
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
        var reading = ReviewReading(inquiry.reader)
        return KeyReview(unusedDays: self.unusedDays, now: inquiry.now)
            .look(at: key, try reading.surroundings(of: key.record), in: self.observed)
    }
}
