package import Admission
package import Geolocation
package import HTTPMachines
import Keys
import SignedIdentity

/// Everything the verify listener answers, from the bytes of a request to the bytes of its answer: no sockets, no clock.
///
/// One for each event loop: it keeps scratch space and what it has learnt, so that a steady state allocates nothing.
package struct VerifySurface: ~Copyable {
    private(set) var plan: VerifyPlan
    var questions = QuestionList()
    var queries = QueryMemory()
    var texts = GrantTexts()
    /// The body of the answer being made.
    var body: [UInt8] = []
    /// The permission a caller needs.
    let callerQuery: PermissionQuery
    /// Where a caller's own key may stand.
    let sources = CredentialSource.standard
    /// Where a root key of Unkey's contract stands.
    let bearerOnly = [CredentialSource(name: "authorization", scheme: "bearer")]
    /// Calls of an address to revoke what it found.
    let revocations = CallAllowance("credentials-revoke", calls: VerifyPlan.revocationsPerHour, seconds: 3_600)
    /// Self-revocations of an address that need a search.
    let searches = CallAllowance("self-revoke", calls: VerifyPlan.searchesPerMinute, seconds: 60)
    /// Reports of an address.
    let reports = CallAllowance("leak-reports", calls: VerifyPlan.leakReportsPerMinute, seconds: 60)
    /// The request that a proxy asks about.
    var original = OriginalRequest()
    /// Names of its fields that must not go on, each with a comma behind it.
    var removals: [UInt8] = []
    /// What the client of the request at hand claims of itself, when some restriction asks.
    let claims = RequestClaims()
    /// Signs who asks; `nil` where nothing is signed.
    var scribe: IdentityScribe?
    /// Where addresses are.
    var places: PlaceDirectory.Reader
    /// The slow proof that the answer has to wait for.
    var awaitedProof: ForeignTicket?
    /// The answer has to wait until a quota is written down.
    var awaitsQuota = false
    /// The caller of this request is proven, and has been charged for asking.
    var callerIsProven = false

    package init(plan: VerifyPlan, places: PlaceDirectory = PlaceDirectory()) {
        self.plan = plan
        self.places = PlaceDirectory.Reader(places)
        self.scribe = plan.keySet.map { IdentityScribe($0.keys) }
        self.callerQuery = PermissionQuery(permission: "keys:verify")
        self.body.reserveCapacity(2_048)
    }

    /// Goes on by another plan.
    package mutating func adopt(_ plan: VerifyPlan) {
        self.plan = plan
        self.scribe = plan.keySet.map { IdentityScribe($0.keys) }
    }

    /// Answers a request. `head` is what `request` and `fields` were parsed from; `body` is complete and has at most
    /// `VerifyPlan.maximumBodyBytes`.
    package mutating func answer(
        _ request: RequestHead, _ fields: borrowing FieldTable, head: Span<UInt8>, body: Span<UInt8>,
        in context: VerifyContext, with pipeline: inout AdmissionPipeline, to answer: inout VerifyAnswer
    ) -> VerifyOutcome {
        self.begin(keepsAlive: request.keepAlive, &answer)
        let reply = Reply(context, isHead: request.method == .head)
        guard let endpoint = self.endpoint(of: request, head: head, reply, to: &answer) else { return .answered }
        let outcome = self.answer(
            request, to: endpoint, fields, head: head, body: body, reply, with: &pipeline, to: &answer)
        if let proof = self.awaitedProof {
            answer.removeAll()
            return .awaitProof(proof, callerHasPaid: self.callerIsProven)
        }
        guard self.awaitsQuota else { return outcome }
        answer.removeAll()
        return .awaitQuota(.ledger, callerHasPaid: self.callerIsProven)
    }

    private mutating func answer(
        _ request: RequestHead, to endpoint: VerifyEndpoint, _ fields: borrowing FieldTable, head: Span<UInt8>,
        body: Span<UInt8>, _ reply: Reply, with pipeline: inout AdmissionPipeline, to answer: inout VerifyAnswer
    ) -> VerifyOutcome {
        switch endpoint {
        case .verify:
            self.verify(fields, head: head, body: body, reply, with: &pipeline, to: &answer)
        case .batchVerify:
            self.batchVerify(fields, head: head, body: body, reply, with: &pipeline, to: &answer)
        case .unkeyVerify:
            self.verifyUnkey(fields, head: head, body: body, reply, with: &pipeline, to: &answer)
        case .forwardAuth:
            self.forwardAuth(request, fields, head: head, reply, with: &pipeline, to: &answer)
        case .extAuthz(let prefix):
            self.extAuthz(request, prefix: prefix, fields, head: head, reply, with: &pipeline, to: &answer)
        case .selfRevoke:
            return self.selfRevoke(fields, head: head, body: body, reply, with: &pipeline, to: &answer)
        case .revokeCredentials:
            return self.revokeCredentials(fields, head: head, body: body, reply, with: &pipeline, to: &answer)
        case .leaks: return self.reportLeaks(fields, head: head, body: body, reply, with: pipeline, to: &answer)
        case .changes: return self.changes(request, fields, head: head, reply, with: &pipeline, to: &answer)
        case .liveness:
            self.body.write("{\"status\":\"alive\"}")
            self.finish(200, reply, to: &answer)
        case .keySet: self.keySet(reply, to: &answer)
        }
        return .answered
    }

    /// Answers a request that the shell does not let through: too large, too slow, malformed.
    package mutating func refuse(
        _ reason: Reason, isHead: Bool = false, keepsAlive: Bool = false, in context: VerifyContext,
        to answer: inout VerifyAnswer
    ) {
        self.begin(keepsAlive: keepsAlive, &answer)
        self.refuse(reason, Reply(context, isHead: isHead), to: &answer)
    }

    /// Answers a request that breaks a rule of HTTP, and says which.
    package mutating func refuse(
        _ violation: HTTPViolation, isHead: Bool = false, keepsAlive: Bool = false, in context: VerifyContext,
        to answer: inout VerifyAnswer
    ) {
        self.begin(keepsAlive: keepsAlive, &answer)
        self.refuse(
            Reason(violationStatus: violation.status), Reply(context, isHead: isHead), detail: violation.detail,
            to: &answer)
    }

    /// Forgets the request before.
    mutating func begin(keepsAlive: Bool, _ answer: inout VerifyAnswer) {
        answer.removeAll()
        answer.keepsAlive = keepsAlive
        self.awaitedProof = nil
        self.awaitsQuota = false
        self.callerIsProven = false
        self.body.removeAll(keepingCapacity: true)
        self.questions.removeAll()
    }
}
