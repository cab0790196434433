import KeyManagement
import Keys
import Storage

/// What may be wrong with keys that nobody has touched for a while, and who stands by them.
struct ReviewEndpoints: Sendable {
    let plane: ControlPlane
    let time: TimeSource
    let observed: @Sendable (Set<KeyID>) async -> ObservedUse

    private static let daysRange = 1...KeyReview.mostUnusedDays

    var endpoints: [Endpoint] {
        [
            .init(.get, "/v1/key-reviews", "listKeyReviews", .needs(.keysRead)) { try await self.list($0) },
            .init(.get, "/v1/key-reviews/{key_id}", "showKeyReview", .needs(.keysRead)) { try await self.show($0) },
            .init(.post, "/v1/identities/{identity_id}:sign-off", "signOffKeyReview", .needs(.keysWrite)) {
                try await self.signOff($0)
            },
            .init(.get, "/v1/review-owners", "listReviewOwners", .needs(.keysRead)) { try await self.owners($0) },
        ]
    }

    private func list(_ call: Call) async throws -> Reply {
        var query = try QueryReader(call.query)
        let request = query.page()
        var filter = KeyFilter(now: self.time.wallTime())
        filter.projectID = query.optional("project", Field<ProjectID>.id())
        filter.environmentID = query.optional("environment", Field<EnvironmentID>.id())
        filter.ownerID = query.optional("identity", Field<IdentityID>.id())
        let days = Self.days(&query) ?? KeyReview.usualUnusedDays
        try query.finish()
        let caller = try call.caller()
        let keys = try await self.plane.answer(ListKeys(filter, request), for: caller)
        let observed = await self.observed(Set(keys.items.map(\.record.id)))
        let review = ReviewKeys(filter, unusedDays: days, observed: observed, request)
        let page = try await self.plane.answer(review, for: caller)
        return try call.page(page) { $0.document }
    }

    private func show(_ call: Call) async throws -> Reply {
        var query = try QueryReader(call.query)
        let days = Self.days(&query) ?? KeyReview.usualUnusedDays
        try query.finish()
        let id: KeyID = try call.id("key_id")
        let caller = try call.caller()
        _ = try await self.plane.answer(GetKey(id), for: caller)
        let review = ReviewOneKey(id, unusedDays: days, observed: await self.observed([id]))
        return Reply(try await self.plane.answer(review, for: caller).document)
    }

    private func signOff(_ call: Call) async throws -> Reply {
        let id: IdentityID = try call.id("identity_id")
        let isDryRun = try call.isDryRun()
        var body = try ObjectReader(call.optionalDocument())
        let note = body.optional("note", .text(SignOffReview.longestNote))
        let days = body.optional("unused_days", .integer(Self.daysRange))
        try body.finish()
        let caller = try call.caller()
        let observed = await self.observed(try await self.keys(of: id, for: caller))
        let operation = SignOffReview(
            id, unusedDays: days ?? KeyReview.usualUnusedDays, observed: observed, note: note)
        let outcome = try await self.plane.perform(operation, by: caller, .init(isDryRun: isDryRun))
        return .changed(outcome, outcome.value.document, revision: nil)
    }

    private func owners(_ call: Call) async throws -> Reply {
        var query = try QueryReader(call.query)
        let request = query.page()
        let project = query.optional("project", Field<ProjectID>.id())
        let days = Self.days(&query, "every_days") ?? ListReviewOwners.usualDays
        try query.finish()
        let owners = ListReviewOwners(projectID: project, days: days, request)
        return try call.page(try await self.plane.answer(owners, for: call.caller())) { $0.document }
    }

    /// The keys of an owner, as many as one review looks through. One that comes later is reviewed without what was seen
    /// of it.
    private func keys(of owner: IdentityID, for caller: Caller) async throws -> Set<KeyID> {
        _ = try await self.plane.answer(GetIdentity(owner), for: caller)
        var filter = KeyFilter(now: self.time.wallTime())
        filter.ownerID = owner
        var found: Set<KeyID> = []
        var cursor: String?
        repeat {
            let request = PageRequest(limit: PageRequest.mostLimit, cursor: cursor)
            let page = try await self.plane.answer(ListKeys(filter, request), for: caller)
            found.formUnion(page.items.map(\.record.id))
            cursor = page.nextCursor
        } while cursor != nil && found.count < SignOffReview.mostKeys
        return found
    }

    private static func days(_ query: inout QueryReader, _ name: String = "unused_days") -> UInt32? {
        let field = Field<UInt32>.parsed("a whole number from 1 to \(KeyReview.mostUnusedDays)") { text in
            UInt32(text).flatMap { Self.daysRange.contains($0) ? $0 : nil }
        }
        return query.optional(name, field)
    }
}
