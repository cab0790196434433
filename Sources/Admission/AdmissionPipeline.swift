package import Keys
import RateLimiting

/// Phases 4 to 8 of a request, in order, to a verdict. The only way to be admitted is the end of `judge`.
///
/// One for each event loop: it holds the loop's reference to the snapshot.
package struct AdmissionPipeline: ~Copyable {
    package private(set) var plan: AdmissionPlan
    /// What the loop decides from.
    package private(set) var snapshot: Snapshot
    /// What the request at hand must spend: kept, because it is too large to be made anew for each.
    var demands = LimitDemands()
    /// The policies that are asked of the request at hand: bits of its environment's.
    var asked: UInt64 = 0
    /// That environment.
    var askedEnvironment: UInt16 = 0
    /// What the rules said that only some requests are asked. Of the last request that was judged.
    package internal(set) var rules = RuleTrace()
    /// What policies have left of rights.
    var cut = CutRights()
    /// The second key that came with the request at hand.
    var secondKey = SecondKey.none
    /// What requests under way may have to give back.
    var held = HeldLimits()
    /// The slow proof that the last refusal for `credentialPending` waits for; `nil` when there was no room to begin one.
    package internal(set) var pendingProof: ForeignTicket?

    package init(plan: AdmissionPlan) {
        self.plan = plan
        self.snapshot = plan.publication.snapshot
    }

    /// Goes on by another plan of the same publication.
    package mutating func adopt(_ plan: AdmissionPlan) { self.plan = plan }

    /// Takes the current snapshot when the loop's own is no longer it.
    ///
    /// - Returns: whether there was a newer one.
    @discardableResult
    package mutating func refresh() -> Bool {
        guard self.plan.publication.currentGeneration != self.snapshot.generation else { return false }
        self.snapshot = self.plan.publication.snapshot
        return true
    }

    /// Judges a request whose head is complete. `token` is looked at only when phase 4 found one.
    package mutating func judge(
        _ request: AdmissionRequest, on route: RouteRules, presenting presented: Presented, token: Span<UInt8>
    ) -> Verdict {
        self.refresh()
        self.rules.removeAll()
        self.asked = 0
        if presented == .inQuery { return .refuse(.init(.credentialInQuery)) }
        guard route.requiresKey else { return self.restrict(request, on: route) }
        switch presented {
        case .missing: return .refuse(.init(.credentialMissing))
        case .ambiguous: return .refuse(.init(.credentialAmbiguous))
        case .inQuery: return .refuse(.init(.credentialInQuery))
        case .token: return self.authenticate(request, on: route, token)
        }
    }

    /// What restrictions ask of a request on that route that has to be looked up before it is judged.
    package mutating func needs(on route: RouteRules) -> RequestNeeds {
        self.refresh()
        return self.snapshot.needs.union(route.restrictions?.needs ?? [])
    }

    private mutating func restrict(_ request: AdmissionRequest, on route: RouteRules) -> Verdict {
        if let reason = RestrictionCheck.evaluate(on: route, for: request) { return .refuse(.init(reason)) }
        return self.limit(request, on: route, nil)
    }

    /// After any wait: whether an admitted request may still be forwarded. Spends nothing.
    package mutating func revalidate(_ admitted: Admitted, at now: WallTime) -> Refusal? {
        self.refresh()
        guard let key = admitted.key else { return nil }
        return self.snapshot.stillAdmits(key, at: now).map { .init($0, key: key) }
    }

    /// The key whose live secret a token found in a query shows; `nil` when it shows none. For charging the exposure.
    package mutating func keyExposed(by token: Span<UInt8>, on route: RouteRules) -> MatchedKey? {
        self.refresh()
        guard let outcome = self.authentication(on: route)?.evaluate(token),
            case .matched(let segment, let entry, let version) = outcome
        else { return nil }
        return MatchedKey(segment.entries[entry], segment.versions[version])
    }

    private func authentication(on route: RouteRules) -> Authentication? {
        guard let index = self.snapshot.environmentIndex(of: route) else { return nil }
        return self.snapshot.authentication(in: index)
    }

    private mutating func authenticate(
        _ request: AdmissionRequest, on route: RouteRules, _ token: Span<UInt8>
    ) -> Verdict {
        guard let authentication = self.authentication(on: route) else {
            return .refuse(.init(.environmentUnavailable))
        }
        switch authentication.evaluate(token) {
        case .malformed: return self.fail(.init(.credentialMalformed), request)
        case .unknown: return self.fail(.init(.credentialUnknown), request)
        case .matched(let segment, let entry, let version):
            let verdict = self.check(
                request, on: route, segment.entries[entry], segment.versions[version])
            if segment.versions[version].pepper != authentication.environment.newestPosition, case .admit = verdict {
                self.noteRehash(
                    of: token, segment.entries[entry], segment.versions[version], in: authentication.environment)
            }
            return verdict
        case .foreign(let finding): return self.admitForeign(finding, token, authentication, request, on: route)
        }
    }

    mutating func check(
        _ request: AdmissionRequest, on route: RouteRules, _ key: KeyEntry, _ version: VersionEntry
    ) -> Verdict {
        let matched = MatchedKey(key, version)
        if let reason = StandingCheck.evaluate(key, version, at: request.now) {
            return self.fail(.init(reason, key: matched), request)
        }
        let unused = self.unused(key, at: request.monotonic)
        if let reason = RestrictionCheck.evaluate(key, on: route, for: request, unused: unused) {
            return .refuse(.init(reason, key: matched))
        }
        let grants = self.snapshot.rights(of: key, at: request.now)
        self.asked = self.snapshot.policies.asked(on: route, in: key.environment) & grants.policies
        self.askedEnvironment = key.environment
        if self.asked != 0 {
            let unused = self.unusedByPolicies(key, at: request.monotonic)
            if let reason = self.restrictByPolicies(key, request, on: route, unused: unused) {
                return .refuse(.init(reason, key: matched))
            }
        }
        if let reason = AuthorizationCheck.evaluate(key, grants, on: route, for: request) {
            let permission = reason == .permissionMissing ? route.permission : nil
            return .refuse(.init(reason, key: matched, permission: permission))
        }
        if self.asked != 0, let reason = self.authorizeByPolicies(key, matched, request, on: route) {
            let permission = reason == .permissionMissing ? route.permission : nil
            return .refuse(.init(reason, key: matched, permission: permission))
        }
        self.noteUse(of: key, at: request.monotonic)
        let left = self.asked == 0 ? grants : self.left(of: grants)
        return self.limit(request, on: route, .init(key, version, matched, left))
    }

    /// A failed authentication is charged to the address; over its budget, failures get 429. A valid key never comes here.
    func fail(_ refusal: Refusal, _ request: AdmissionRequest) -> Verdict {
        let outcome = self.plan.failures.charge(.init(request.address.budgetSubject), at: request.monotonic)
        guard case .refused(let reading, _) = outcome else { return .refuse(refusal) }
        return .refuse(
            .init(.tooManyFailures, key: refusal.key, limit: .init("failed-authentication", reading)))
    }
}
