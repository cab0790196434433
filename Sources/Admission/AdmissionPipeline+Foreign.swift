import Keys

extension AdmissionPipeline {
    /// Goes on with a request whose token has another shape than ours: what is known of it, or what is being found out.
    mutating func admitForeign(
        _ finding: ForeignFinding, _ token: Span<UInt8>, _ authentication: Authentication,
        _ request: AdmissionRequest, on route: RouteRules
    ) -> Verdict {
        let asker = ProofAsker(address: request.address)
        switch self.settle(finding, token, authentication, from: asker, at: request.monotonic) {
        case .unknown: return self.fail(.init(.credentialUnknown), request)
        case .refuse(let reason, let limit): return .refuse(.init(reason, limit: limit))
        case .key(let key, let version, let needsUpgrade):
            let verdict = self.check(request, on: route, key, version)
            if needsUpgrade, case .admit = verdict {
                self.plan.foreign.note(authentication.upgrades(of: key.id, token))
            }
            return verdict
        }
    }

    /// Whose token it is, as far as that is known; begins to find out when only a slow hash can tell.
    mutating func settle(
        _ finding: ForeignFinding, _ token: Span<UInt8>, _ authentication: Authentication, from asker: ProofAsker,
        at now: MonotonicNanoseconds
    ) -> ForeignStanding {
        self.pendingProof = nil
        switch finding {
        case .found(let entry):
            return authentication.locate(entry.keyID, entry.versionNumber, needsUpgrade: entry.needsUpgrade)
        case .unproven(let attempt):
            switch self.plan.foreign.standing(of: token, attempt, from: asker, at: now) {
            case .proven(let proven):
                return authentication.locate(proven.keyID, proven.versionNumber, needsUpgrade: false)
            case .refused: return .unknown
            case .busy: return .refuse(.credentialPending, nil)
            case .overBudget(let reading): return .refuse(.tooManyFailures, .init("slow-proofs", reading))
            case .pending(let ticket):
                self.pendingProof = ticket
                return .refuse(.credentialPending, nil)
            }
        }
    }
}
