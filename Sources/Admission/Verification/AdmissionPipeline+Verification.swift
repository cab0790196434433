package import Keys
package import RateLimiting

/// Judges a key against an environment rather than a route, for verifiers: the same checks in the same order, the
/// verifier's permission query in place of the route's permission, and only the key's own limits to spend.
extension AdmissionPipeline {
    /// Verifies a key. `names` holds the names that `costs` point to.
    package mutating func verify(
        _ request: VerificationRequest, token: Span<UInt8>, permissions: PermissionQuery?, costs: Span<NamedCost>,
        names: Span<UInt8>
    ) -> Verification {
        self.refresh()
        self.demands.removeAll()
        self.rules.removeAll()
        self.asked = 0
        guard let authentication = self.snapshot.authentication(of: token, in: request.environment) else {
            return .init(.environmentUnavailable, generation: self.snapshot.generation)
        }
        switch authentication.evaluate(token) {
        case .malformed: return self.failed(.credentialMalformed, request)
        case .unknown: return self.failed(.credentialUnknown, request)
        case .matched(let segment, let position, let shown):
            let verification = self.verify(
                request, segment.entries[position], segment.versions[shown], permissions, costs, names)
            let isOnOldPepper = segment.versions[shown].pepper != authentication.environment.newestPosition
            if isOnOldPepper, verification.reason == nil {
                self.noteRehash(
                    of: token, segment.entries[position], segment.versions[shown], in: authentication.environment)
            }
            return verification
        case .foreign(let finding):
            return self.verifyForeign(finding, token, authentication, request, permissions, costs, names)
        }
    }

    /// Goes on with a token of another shape than ours: what is known of it, or what is being found out.
    private mutating func verifyForeign(
        _ finding: ForeignFinding, _ token: Span<UInt8>, _ authentication: Authentication,
        _ request: VerificationRequest, _ permissions: PermissionQuery?, _ costs: Span<NamedCost>,
        _ names: Span<UInt8>
    ) -> Verification {
        let asker = ProofAsker(caller: request.caller, address: request.address)
        switch self.settle(finding, token, authentication, from: asker, at: request.monotonic) {
        case .unknown: return self.failed(.credentialUnknown, request)
        case .refuse(let reason, let limit):
            var verification = Verification(reason, generation: self.snapshot.generation)
            verification.limit = limit
            return verification
        case .key(let entry, let version, let needsUpgrade):
            let verification = self.verify(request, entry, version, permissions, costs, names)
            if needsUpgrade, verification.reason == nil {
                self.plan.foreign.note(authentication.upgrades(of: entry.id, token))
            }
            return verification
        }
    }

    /// The slow proof that a verification of the token would wait for, begun if need be; `nil` when it would not wait:
    /// what the token is worth is known, or nothing can be begun.
    package mutating func awaitedProof(
        of token: Span<UInt8>, in environment: UInt16, from asker: ProofAsker, at now: MonotonicNanoseconds
    ) -> ForeignTicket? {
        self.refresh()
        guard self.snapshot.admitsForeignTokens, TokenParts(token) == nil,
            case .foreign(.unproven(let attempt)) = self.snapshot.lookUp(token, environment: environment),
            case .pending(let proof) = self.plan.foreign.standing(of: token, attempt, from: asker, at: now)
        else { return nil }
        return proof
    }

    /// Goes on once the secret has matched.
    private mutating func verify(
        _ request: VerificationRequest, _ entry: KeyEntry, _ version: VersionEntry, _ permissions: PermissionQuery?,
        _ costs: Span<NamedCost>, _ names: Span<UInt8>
    ) -> Verification {
        if let reason = StandingCheck.evaluate(entry, version, at: request.now) {
            var verification = self.failed(reason, request)
            verification.matched = MatchedKey(entry, version)
            // A revoked key looks unknown, whatever else is true of it.
            if reason != .credentialRevoked { verification.key = self.verifiedKey(entry, version, at: request.now) }
            return verification
        }
        return self.check(request, self.verifiedKey(entry, version, at: request.now), entry, permissions, costs, names)
    }

    /// What verifying a key comes to that the question itself puts out of reach: nothing is looked up or charged.
    package func unknown() -> Verification { .init(.credentialUnknown, generation: self.snapshot.generation) }

    /// The environment of a key that was matched; `nil` once it is gone.
    package mutating func environment(of key: MatchedKey) -> EnvironmentEntry? {
        self.refresh()
        let index = Int(key.environment)
        return self.snapshot.environments.indices.contains(index) ? self.snapshot.environments[index] : nil
    }

    /// The version whose secret a token of our shape shows, whatever its standing; `nil` for none, and for those revoked.
    package mutating func holder(of token: Span<UInt8>, at now: WallTime) -> HeldVersion? {
        guard TokenParts(token) != nil else { return nil }
        self.refresh()
        return self.snapshot.holder(of: token, at: now)
    }

    /// Whether tokens of another shape may be keys of anybody: who holds those is found out away from the loop.
    package mutating func admitsForeignTokens() -> Bool {
        self.refresh()
        return self.snapshot.admitsForeignTokens
    }

    /// How a limit of the last verification stood.
    package mutating func weighedLimit(
        _ index: Int, of verification: Verification, costs: Span<NamedCost>, names: Span<UInt8>
    ) -> WeighedLimitReport? {
        guard let key = verification.key, let reading = self.demands.reading(index) else { return nil }
        return VerificationSpending.report(
            index, reading, isRefused: verification.limit != nil, key: key, cost: verification.cost, costs: costs,
            names: names)
    }

    /// Counts a call of an address against a rule of the listener's own.
    ///
    /// - Returns: the limit that refuses; `nil` when there was room.
    package func charge(
        _ rule: LimitRule, named name: String, to address: IPAddress, at now: MonotonicNanoseconds
    ) -> LimitReport? {
        let outcome = self.plan.limiter.spend(
            .init(rule: rule, subject: .init(address.budgetSubject)), at: now)
        guard case .refused(let reading, _) = outcome else { return nil }
        return LimitReport(name, reading)
    }

    private func verifiedKey(_ entry: KeyEntry, _ version: VersionEntry, at now: WallTime) -> VerifiedKey {
        .init(entry, version, in: self.snapshot, at: now)
    }

    private mutating func check(
        _ request: VerificationRequest, _ key: VerifiedKey, _ entry: KeyEntry, _ permissions: PermissionQuery?,
        _ costs: Span<NamedCost>, _ names: Span<UInt8>
    ) -> Verification {
        var verification = Verification(nil, key: key, generation: self.snapshot.generation)
        let unused = self.unused(entry, at: request.monotonic)
        if let reason = RestrictionCheck.evaluate(entry, for: request, unused: unused) {
            verification.reason = reason
        } else if let method = request.method, request.isBounded,
            !entry.boundary.permits(method, on: method.defaultClass)
        {
            verification.reason = .boundaryExceeded
        } else if let permissions, !permissions.holds(key.grants) {
            verification.reason = .permissionMissing
            verification.missing = permissions.firstMissing(in: key.grants.grants)
        } else if let reason = self.objectionOfPolicies(to: request, entry, key.grants, permissions) {
            verification.reason = reason
            verification.hasPolicies = true
        } else {
            verification.hasPolicies = self.asked != 0
            if self.asked != 0 { verification.key?.grants = self.left(of: key.grants) }
            self.noteUse(of: entry, at: request.monotonic)
            self.limit(request, key, &verification, costs, names)
        }
        return verification
    }

    /// Spends every limit of the verification, or none.
    private mutating func limit(
        _ request: VerificationRequest, _ key: VerifiedKey, _ verification: inout Verification,
        _ costs: Span<NamedCost>, _ names: Span<UInt8>
    ) {
        verification.cost = request.cost
        if let reason = VerificationSpending.add(
            to: &self.demands, for: request, key: key, costs: costs, names: names)
        {
            verification.reason = reason
            return
        }
        verification.limitCount = self.demands.count
        guard self.addPolicyLimits(to: request, key.matched) else {
            verification.reason = .overloaded
            return
        }
        guard self.demands.count > 0 else { return }
        let outcome = self.plan.limiter.spend(&self.demands, at: request.monotonic)
        self.noteLimits(of: key, own: verification.limitCount)
        guard case .refused(let reading, _) = outcome else { return }
        verification.reason = Reason(reading, isLowered: false)
        var position = Int(reading.position) - verification.limitCount
        if position >= 0 {
            verification.limit = .init(self.policyLimit(at: &position)?.name ?? "", reading)
            return
        }
        verification.limit =
            VerificationSpending.report(
                Int(reading.position), reading, isRefused: true, key: key, cost: request.cost, costs: costs,
                names: names)?.report
    }

    /// A failed authentication is charged to the address, where one is known.
    package func failure(
        _ reason: Reason, from address: IPAddress?, at now: MonotonicNanoseconds
    ) -> Verification {
        var verification = Verification(reason, generation: self.snapshot.generation)
        guard let address else { return verification }
        if case .refused(let reading, _) = self.plan.failures.charge(.init(address.budgetSubject), at: now) {
            verification.reason = .tooManyFailures
            verification.limit = .init("failed-authentication", reading)
        }
        return verification
    }

    private func failed(_ reason: Reason, _ request: VerificationRequest) -> Verification {
        self.failure(reason, from: request.address, at: request.monotonic)
    }
}
