import KeyManagement
import Keys
import Storage

extension Simulation {
    private static let tags = ["red", "green", "blue"]

    mutating func issue() async throws {
        var issue = IssueKey(environmentID: self.environment.id, name: "key \(self.order.count)")
        issue.grants = .init(allowed: [PermissionPattern("orders:*")].compactMap(\.self))
        let tag = self.random.pick(Self.tags)
        issue.tags = [tag]
        let life = self.random.pick([600, 86_400, 3_000_000, 7_776_000] as [Int64])
        issue.expiry = .at(self.process.clock.now.adding(seconds: life))
        let isRepeatable = self.random.oneIn(3)
        self.creationCount += 1
        let options = WriteOptions(
            idempotency: isRepeatable
                ? .init(operation: "POST /v1/keys", key: "create-\(self.creationCount)", bodyDigest: .zero)
                : nil)
        self.log("issue tag \(tag) life \(life) repeatable \(isRepeatable)")
        let creator = self.caller()
        let made = try await self.attempt(by: creator) { (plane, caller) throws(ManagementError) in
            .init(try await plane.create(issue, by: caller, options))
        }
        guard case .done(let made) = made else { return }
        let id = made.key.record.id
        self.keys[id] = .init(tag: tag, expiresAt: self.now + life * 1000, token: made.token?.copy)
        self.order.append(id)
        if isRepeatable {
            self.creations.append(
                .init(issue: issue, options: options, creator: creator, keyID: id, createdAt: self.now))
        }
        try self.present(keysOf: id)
    }

    /// A client that lost the answer asks again.
    mutating func repeatCreation() async throws {
        let live = self.creations.filter { $0.createdAt + 86_400_000 > self.now }
        guard !live.isEmpty else { return }
        let creation = self.random.pick(live)
        guard var key = self.keys[creation.keyID], let first = key.secrets.first else { return }
        // What the gateway saw counts as used before the store has heard of it.
        let isSeen = self.process.hasSeen(creation.keyID, 1)
        let expected: ReferenceKey.ActRefusal? =
            key.isRevoked(self.now) ? .revoked : first.isUsed || isSeen || !first.isLive(self.now) ? .used : nil
        self.log("repeat \(creation.keyID)")
        let made = try await self.attempt(expecting: expected?.code, by: creation.creator) {
            (plane, caller) throws(ManagementError) in
            .init(try await plane.create(creation.issue, by: caller, creation.options))
        }
        if case .refused = made { return }
        if case .undone = made { return }
        if let old = key.secrets[0].token { key.replacedTokens.append(old) }
        key.secrets[0].token = made.value?.token?.copy
        self.keys[creation.keyID] = key
        try self.present(keysOf: creation.keyID)
    }

    mutating func suspendOrResume() async throws {
        guard let (id, before) = self.pick() else { return }
        var key = before
        let suspends = self.random.oneIn(2)
        let expected = suspends ? key.suspend(self.now) : key.resume(self.now)
        self.log("\(suspends ? "suspend" : "resume") \(id)")
        let made = try await self.attempt(expecting: expected?.code, isUrgent: suspends) {
            (plane, caller) throws(ManagementError) in
            .init(
                suspends
                    ? try await plane.perform(SuspendKey(id), by: caller)
                    : try await plane.perform(ResumeKey(id), by: caller))
        }
        try self.settle(id, key, made)
    }

    mutating func rotate() async throws {
        guard let (id, before) = self.pick() else { return }
        var key = self.withSeenUse(id, before)
        let overlap = self.random.pick([0, 60, 3600, 86_400] as [UInt32])
        let hardStop = max(self.random.pick([3600, 604_800] as [UInt32]), overlap)
        let expected = key.rotate(
            self.now, overlap: Int64(overlap) * 1000, hardStop: Int64(hardStop) * 1000, token: nil)
        self.log("rotate \(id) overlap \(overlap) hard stop \(hardStop)")
        let made = try await self.attempt(expecting: expected?.code, isUrgent: overlap == 0) {
            (plane, caller) throws(ManagementError) in
            .init(
                try await plane.create(
                    RotateKey(id, overlapSeconds: overlap, hardStopSeconds: hardStop), by: caller))
        }
        if case .done(let made) = made { key.secrets[key.secrets.count - 1].token = made.token?.copy }
        try self.settle(id, key, made)
    }

    mutating func cancelRotation() async throws {
        guard let (id, before) = self.pick() else { return }
        let details = try await self.process.world.answer(GetKey(id))
        guard let rotation = details.rotation?.rotation, rotation.cancelledAt == nil else { return }
        var key = before
        var expected = key.cancelChange(self.now)
        if expected == nil, self.process.hasSeen(id, rotation.newVersion) { expected = .notPending }
        self.log("cancel rotation of \(id)")
        let made = try await self.attempt(expecting: expected?.code) { (plane, caller) throws(ManagementError) in
            .init(try await plane.perform(CancelRotation(id, rotation: rotation.id), by: caller))
        }
        try self.settle(id, key, made)
    }

    mutating func revokeKey() async throws {
        guard let (id, before) = self.pick() else { return }
        var key = before
        let grace = self.random.pick([0, 0, 60, 86_400] as [UInt32])
        key.revoke(self.now, grace: Int64(grace) * 1000)
        self.log("revoke \(id) grace \(grace)")
        let made = try await self.attempt(isUrgent: true) { (plane, caller) throws(ManagementError) in
            .init(try await plane.perform(RevokeKey(id, graceSeconds: grace), by: caller))
        }
        try self.settle(id, key, made)
    }

    mutating func revokeVersion() async throws {
        guard let (id, before) = self.pick() else { return }
        let secret = self.random.pick(before.secrets)
        let number = secret.number
        var key = secret.isRevoked ? before : self.withSeenUse(id, before)
        let expected = key.revoke(secret: number, self.now)
        self.log("revoke \(id) version \(number)")
        let made = try await self.attempt(expecting: expected?.code, isUrgent: true) {
            (plane, caller) throws(ManagementError) in
            .init(try await plane.perform(RevokeVersion(id, number: number), by: caller))
        }
        try self.settle(id, key, made)
    }

    /// The dry run must name exactly the keys that the act then hits.
    mutating func revokeInBulk() async throws {
        let tag = self.random.pick(Self.tags)
        let bulk = BulkRevokeKeys(.init(projectID: self.environment.projectID, tag: tag))
        self.log("bulk revoke \(tag)")
        let forecast = try await self.process.world.perform(bulk, .init(isDryRun: true))
        let expected = Set(
            self.order.filter { self.keys[$0].map { $0.tag == tag && !$0.isRevoked(self.now) } ?? false })
        let made = try await self.attempt(isUrgent: true) { (plane, caller) throws(ManagementError) in
            .init(try await plane.perform(bulk, by: caller))
        }
        if case .undone = made { return }
        let forecastKeys = Set(forecast.outcomes.map(\.keyID))
        guard forecastKeys.isSuperset(of: expected), made.value.map({ $0 == forecast }) ?? true else {
            throw Discrepancy(finding: "a bulk revocation hit other keys than its dry run said")
        }
        let now = self.now
        for id in self.order where expected.contains(id) {
            self.keys[id]?.revoke(now, grace: 0)
            try self.present(keysOf: id)
        }
    }

    mutating func noteUses() async throws {
        let uses = self.process.takeUnnotedUses()
        guard !uses.isEmpty else { return }
        self.log("note \(uses.count) first uses")
        if self.process.bug != .firstUseForgotten {
            let noted = try await self.attempt(by: .system) { (plane, caller) throws(ManagementError) in
                .init(try await plane.perform(NoteFirstUses(uses), by: caller))
            }
            // Who was let in by them is heard of again at the next use.
            if case .undone = noted { return try self.present(keysOf: uses.map(\.keyID)) }
        }
        for use in uses { self.keys[use.keyID]?.used(use.versionNumber, at: use.at.milliseconds) }
        try self.present(keysOf: uses.map(\.keyID))
    }

    mutating func tick() async throws {
        self.log("tick")
        let even = self.process.clock.evenTime
        _ = try await self.attempt(by: .system) { (plane, caller) throws(ManagementError) in
            .init(try await plane.perform(MaintenanceTick(evenTime: even), by: caller))
        }
    }

    /// What the gateway saw counts as used before the store has heard of it.
    private func withSeenUse(_ id: KeyID, _ key: ReferenceKey) -> ReferenceKey {
        guard let change = key.change, change.isPending(self.now), self.process.hasSeen(id, change.newNumber) else {
            return key
        }
        var heard = key
        heard.used(change.newNumber, at: self.now)
        return heard
    }

    private mutating func pick() -> (KeyID, ReferenceKey)? {
        guard !self.order.isEmpty else { return nil }
        let id = self.random.pick(self.order)
        return self.keys[id].map { (id, $0) }
    }

    /// Takes over what the reference says the key is now, unless nothing came of the act.
    private mutating func settle<Value>(_ id: KeyID, _ key: ReferenceKey, _ made: AttemptOutcome<Value>) throws {
        switch made {
        case .done, .doneUnheard: self.keys[id] = key
        case .refused, .undone: break
        }
        try self.present(keysOf: id)
    }
}
