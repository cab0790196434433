import Keys

/// A second key beside the first, for policies that ask for one. It is looked at only when a policy has asked: the request is
/// then judged again.
extension AdmissionPipeline {
    /// Judges a request again that was refused for want of a second key, and has brought one.
    package mutating func judge(
        _ request: AdmissionRequest, on route: RouteRules, token: Span<UInt8>, secondKey: Span<UInt8>
    ) -> Verdict {
        self.refresh()
        self.secondKey = self.standing(ofSecondKey: secondKey, request, on: route)
        defer { self.secondKey = .none }
        if case .refused = self.secondKey, case .refuse(let refusal) = self.fail(.init(.credentialUnknown), request),
            refusal.reason == .tooManyFailures
        {
            return .refuse(refusal)
        }
        return self.judge(request, on: route, presenting: .token, token: token)
    }

    /// A second key has to be live, and to be let do what the request asks for by itself.
    private func standing(
        ofSecondKey token: Span<UInt8>, _ request: AdmissionRequest, on route: RouteRules
    ) -> SecondKey {
        guard let index = self.snapshot.environmentIndex(of: route),
            let authentication = self.snapshot.authentication(in: index),
            case .matched(let segment, let entry, let version) = authentication.evaluate(token)
        else { return .refused }
        let key = segment.entries[entry]
        let isLive = StandingCheck.evaluate(key, segment.versions[version], at: request.now) == nil
        let unused = self.unused(key, at: request.monotonic)
        guard isLive, RestrictionCheck.evaluate(key, on: route, for: request, unused: unused) == nil else {
            return .refused
        }
        let rights = self.snapshot.rights(of: key, at: request.now)
        guard AuthorizationCheck.evaluate(key, rights, on: route, for: request) == nil,
            self.policiesLet(key, rights, request, on: route)
        else { return .refused }
        self.noteUse(of: key, at: request.monotonic)
        return .shown(key.id, owner: key.ownerID)
    }

    /// Whether policies in force let a key do what the request asks for. What they want to see beside it is not asked, or two
    /// keys could never vouch for each other.
    private func policiesLet(
        _ key: KeyEntry, _ rights: GrantSet, _ request: AdmissionRequest, on route: RouteRules
    ) -> Bool {
        let policies = self.snapshot.policies.all(in: key.environment)
        guard !policies.isEmpty else { return true }
        let asked = self.snapshot.policies.asked(on: route, in: key.environment) & rights.policies
        let inputs = request.inputs(on: route, unused: self.unusedByPolicies(key, at: request.monotonic))
        return asked.setBits.allSatisfy { position in
            guard position < policies.count, policies[position].isEnforced, policies[position].holds(for: key.id)
            else { return true }
            return policies[position].restrictions?.objection(to: inputs) == nil
                && policies[position].permissions?.permits(route) ?? true
        }
    }
}
