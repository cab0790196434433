import Admission
import DecisionLog
import HTTPMachines
import Keys
import NIOCore
import Routing

extension DownstreamConnection {
    // MARK: Phase 2

    func parseHead() -> Bool {
        let bytes = self.input
        let span = bytes.readableBytesUInt8Span
        let isFirst = !self.parser.isInsideHead
        switch self.parser.parse(span, into: &self.head, fields: &self.fields) {
        case .incomplete:
            if isFirst { self.deadline = self.loop.clock.monotonic &+ self.plan.timeouts.head }
            return false
        case .refused(let violation):
            self.restoreOrigin()
            self.openRecord(method: .other)
            let refusal = Refusal(Reason(violationStatus: violation.status))
            self.refuse(refusal, hasBody: true, keepAlive: false, detail: violation.detail)
            return true
        case .complete(let count):
            self.input.moveReaderIndex(forwardBy: count)
            self.followPlan()
            self.noteAsked()
            let isKnown = self.readOrigin(span)
            self.openRecord(method: RequestMethod(self.head.method) ?? .other)
            self.record.note(self.head, self.fields, of: span)
            if isKnown { self.judge(span) } else { self.refuseOrigin() }
            return true
        }
    }

    func openRecord(method: RequestMethod) {
        let isSecure = self.hasPeer ? self.origin.isSecure : self.stream.isSecured
        self.record.begin(
            id: self.loop.requestIDs.next(), method: method, address: self.address, isSecure: isSecure,
            clock: self.loop.clock)
        self.loop.recorder.begin(method, isSecure: isSecure)
        self.releaseLimits()
        self.admitted = nil
        self.hasHadRequest = true
    }

    // MARK: Phases 3 to 8

    private func judge(_ span: Span<UInt8>) {
        self.webSocket = nil
        let match = self.plan.routes.match(self.head, of: span)
        if self.head.wantsUpgrade, !self.readOffer(span, on: match) { return }
        switch match {
        case .notFound: self.refuse(Refusal(.routeNotFound))
        case .methodNotAllowed(let endpoint):
            self.refuse(Refusal(.methodNotAllowed), allow: self.plan.routes.allow(endpoint))
        case .route(let index) where self.plan.upstreams[index] == nil: self.refuse(Refusal(.routeNotFound))
        case .route(let index):
            self.record.note(route: index, self.plan.labels[index])
            self.judge(span, onRoute: index)
        }
    }

    private func judge(_ span: Span<UInt8>, onRoute index: Int) {
        if case .length(let length) = self.head.framing,
            length > self.plan.bodyLimits[index].maximumBodyBytes
        {
            return self.refuse(Refusal(.contentTooLarge))
        }
        let rules = self.plan.rules[index]
        if self.loop.edge.turnsAway(rules.operation) { return self.refuse(Refusal(.overloaded)) }
        let (presented, token, drops) = self.findCredential(span, rules)
        switch self.verdict(span, on: rules, presented, token) {
        case .refuse(let refusal) where refusal.reason == .tooManyFailures:
            self.hold(refusal, for: self.plan.admission.failureDelayNanoseconds)
        case .refuse(let refusal) where refusal.reason == .credentialPending:
            self.awaitProof(span, refusal, .init(route: index, token: token, drops: drops))
        case .refuse(let refusal):
            guard let wait = refusal.wait else { return self.refuse(refusal) }
            var awaited = AwaitedProof(route: index, token: token, drops: drops)
            awaited.presented = presented
            self.awaitRoom(span, refusal, wait, awaited)
        case .admit(let admitted):
            self.note(admitted, onRoute: index)
            self.forward(span, route: index, admitted, drops)
        }
    }

    func note(_ admitted: Admitted, onRoute index: Int) {
        self.record.note(admitted.key)
        self.record.note(admitted.limit)
        self.record.decision.isFirstUse = admitted.isFirstUse
        self.admitted = admitted
        self.loop.exchangeBegan(self.number)
    }

    // MARK: Phase 9

    private func forward(_ span: Span<UInt8>, route: Int, _ admitted: Admitted, _ drops: FieldDrops) {
        guard case .acquireUpstream = self.machine.admitted(self.traits) else { return self.failConnection() }
        self.send(span, route: route, admitted, drops)
    }

    /// What the machine wants to know of the request at hand.
    var traits: RequestTraits {
        .init(
            hasBody: self.head.hasBody, keepAlive: self.head.keepAlive, isHTTP10: self.head.minorVersion == 0,
            isHead: self.head.method == .head)
    }

    /// Writes the request for the upstream and asks for a connection to it.
    func send(_ span: Span<UInt8>, route: Int, _ admitted: Admitted, _ drops: FieldDrops) {
        guard let position = self.plan.upstreams[route],
            let destination = self.loop.upstream(position, of: self.plan)
        else { return self.failConnection() }
        var caller = self.caller(admitted, route: route)
        let isTold = !self.plan.destinations[position].signsIdentity || self.sign(&caller, to: position, route: route)
        guard isTold else { return self.failConnection() }
        let forwarding = self.plan.forwarding[route]
        self.destination = destination
        self.terms = self.plan.destinations[position].terms
        self.tries.begin(at: self.record.beganAt, forwarding)
        self.body = BodyReader(self.head.framing, limits: self.plan.bodyLimits[route])
        // After a handshake nobody else can use the connection, whatever comes of it.
        self.closesUpstream = self.webSocket != nil || destination.closesBehind(self.head)
        self.awaitsContinue = self.head.expectsContinue
        self.uploadPace = TransferPace()
        var drops = drops
        let trace = self.beginTrace(span, &drops)
        var text = self.loop.emptyText()
        let isWritten = destination.headWriter.write(
            self.head, self.fields, of: span, dropping: drops, rewriting: forwarding, from: self.origin,
            caller: caller, requestID: self.record.id, closes: self.closesUpstream,
            webSocket: self.webSocket?.offer, trace: trace, to: &text)
        guard isWritten else { return self.failConnection() }
        var buffer = self.loop.buffers.take()
        buffer.writeBytes(text.bytes)
        self.outbound = buffer
        self.hasSentBeyondOutbound = false
        self.acquire()
    }

    private func caller(_ admitted: Admitted, route: Int) -> RequestHeadWriter.Caller? {
        guard let key = admitted.key else { return nil }
        return RequestHeadWriter.Caller(
            key: key, environment: self.loop.pipeline.snapshot.environment(of: self.plan.rules[route]),
            permissions: admitted.grants.map { self.loop.permissionText.of($0) } ?? [])
    }

    // MARK: Refusals

    /// Answers a failed authentication over budget after a delay, which slows whoever guesses and costs us no thread:
    /// the connection waits as if for an upstream, so the delay's end is its deadline and nothing after it is read.
    func hold(_ refusal: Refusal, for nanoseconds: UInt64) {
        guard case .acquireUpstream = self.machine.admitted(self.traits) else { return self.failConnection() }
        self.heldRefusal = refusal
        self.deadline = self.loop.clock.monotonic &+ nanoseconds
    }

    /// The delay is over.
    func answerHeld(_ refusal: Refusal) {
        if self.looksForRoom() { return }
        self.forgetAwaited()
        self.refuse(refusal)
        self.proceed()
    }

    /// Refuses the request whose head has just been read.
    func refuse(_ refusal: Refusal, allow: [UInt8] = []) {
        self.refuse(refusal, hasBody: self.head.hasBody, keepAlive: self.head.keepAlive, allow: allow)
    }

    func refuse(
        _ refusal: Refusal, hasBody: Bool, keepAlive: Bool, allow: [UInt8] = [], detail: StaticString? = nil
    ) {
        if !self.record.isOpen { self.openRecord(method: .other) }
        let traits = RequestTraits(hasBody: hasBody, keepAlive: keepAlive)
        switch self.machine.refused(traits) {
        case .answer(let ending): self.answer(refusal, ending, allow: allow, detail: detail)
        case .failConnection: self.failConnection()
        }
    }

    /// Writes the answer of the gateway itself.
    func answer(_ refusal: Refusal, _ ending: ClientEnding, allow: [UInt8] = [], detail: StaticString? = nil) {
        self.record.note(refusal)
        var context = RefusalWriter.Context(requestID: self.record.id, now: self.loop.clock.wall)
        context.isHead = self.record.decision.method == .head
        context.keepsAlive = ending == .awaitNext
        context.allow = allow
        context.violation = detail
        var text = self.loop.emptyText()
        self.loop.refusals.write(
            refusal, context, fields: self.loop.responseFields, limits: &self.loop.limitText, body: &self.loop.problem,
            to: &text)
        self.appendToResponse(text)
        // Nothing waited for anybody since the event began: without a second look at the clock it would have taken no time.
        self.loop.clock.read()
        self.finishRecord()
        self.end(ending)
    }

    /// What becomes of the connection now that the answer is written.
    func end(_ ending: ClientEnding) { self.end(ending, within: self.plan.timeouts.keepAlive) }

    func finishRecord() {
        self.releaseLimits()
        guard self.record.isOpen else { return }
        self.loop.recorder.finish(&self.record, at: self.loop.clock.monotonic)
    }
}
