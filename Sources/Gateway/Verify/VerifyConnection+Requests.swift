import Admission
import HTTPMachines
import Keys
import NIOCore
import Routing
import VerifyAPI

extension VerifyConnection {
    // MARK: The head

    func parseHead() -> Bool {
        let bytes = self.input
        let span = bytes.readableBytesUInt8Span
        let isFirst = !self.parser.isInsideHead
        switch self.parser.parse(span, into: &self.head, fields: &self.fields) {
        case .incomplete:
            if isFirst { self.deadline = self.loop.now &+ self.loop.plan.timeouts.head }
            return false
        case .refused(let violation):
            self.begin(method: .other)
            self.refuse(violation)
            return true
        case .complete(let count):
            self.input.moveReaderIndex(forwardBy: count)
            self.begin(method: RequestMethod(self.head.method) ?? .other)
            return self.takeBody(span, headBytes: count)
        }
    }

    func begin(method: RequestMethod) {
        self.exchange = VerifyExchange(
            id: self.loop.gateway.requestIDs.next(), method: method, head: self.head, isSecure: self.stream.isSecured,
            clock: self.loop.gateway.clock)
        self.loop.gateway.recorder.begin(method, isSecure: self.exchange.isSecure)
    }

    // MARK: The answer

    var verifyContext: VerifyContext {
        var context = VerifyContext(
            peer: self.peer, isUnixSocket: self.isUnixSocket, requestID: self.exchange.id,
            now: self.loop.gateway.clock.wall, monotonic: self.loop.now)
        context.mayAwaitProof = self.exchange.mayAwaitProof
        context.callerHasPaid = self.exchange.callerHasPaid
        context.isSecure = self.stream.isSecured
        context.certificate = self.certificate
        return context
    }

    /// Has the surface decide about the whole request.
    func ask(_ bytes: Span<UInt8>, body: Span<UInt8>) {
        self.exchange.bodyBytes = UInt64(body.count)
        switch self.loop.ask(self.head, self.fields, head: bytes, body: body, in: self.verifyContext) {
        case .answered:
            self.loop.record(self.exchange, self.head, self.fields, of: bytes, peer: self.peer)
            self.deliver(requestIsComplete: true)
        case .perform(let act): self.perform(act)
        case .awaitChanges(let query): self.waitForNews(query)
        case .awaitProof(let proof, let callerHasPaid):
            if callerHasPaid { self.exchange.callerHasPaid = true }
            self.awaitProof(proof, bytes, body: body)
        case .awaitQuota(let wait, let callerHasPaid):
            if callerHasPaid { self.exchange.callerHasPaid = true }
            self.awaitQuota(wait, bytes, body: body)
        }
    }

    /// Answers a request that never reached the surface.
    func refuse(_ reason: Reason, requestIsComplete: Bool) {
        let keepsAlive = requestIsComplete && self.exchange.keepAlive && self.number != .max
        self.loop.surface.refuse(
            reason, isHead: self.exchange.isHead, keepsAlive: keepsAlive, in: self.verifyContext,
            to: &self.loop.answer)
        self.loop.record(self.exchange, peer: self.peer)
        self.deliver(requestIsComplete: requestIsComplete)
    }

    /// Answers a request that breaks a rule of HTTP: where it ends is not known.
    func refuse(_ violation: HTTPViolation) {
        self.loop.surface.refuse(
            violation, isHead: self.exchange.isHead, keepsAlive: false, in: self.verifyContext, to: &self.loop.answer)
        self.loop.record(self.exchange, peer: self.peer)
        self.deliver(requestIsComplete: false)
    }

    /// Sends what the loop's answer holds.
    func deliver(requestIsComplete: Bool) {
        var buffer = self.response.take() ?? self.loop.gateway.buffers.take()
        buffer.writeBytes(self.loop.answer.bytes)
        self.response = buffer
        self.forgetRequest()
        switch self.machine.answered(requestIsComplete: requestIsComplete, keepAlive: self.loop.answer.keepsAlive) {
        case .end(let ending): self.end(ending, within: self.loop.plan.timeouts.keepAlive)
        case .failConnection: self.failConnection()
        }
    }

    /// The request is answered, or nobody is left to answer.
    func forgetRequest() {
        if self.exchange.isOpen { self.loop.gateway.recorder.end(self.exchange) }
        if case .news = self.exchange.wait { self.loop.waitingForNews -= 1 }
        self.exchange.wait = .nothing
        self.exchange.isOpen = false
        self.loop.release(self.heldBytes, of: self.shareholder)
        self.heldBytes = 0
        if let held = self.held.take() { self.loop.gateway.buffers.put(held) }
    }

    // MARK: Answers that come later

    private func perform(_ act: HolderAct) {
        guard self.machine.answerAwaited() == .goOn else { return self.failConnection() }
        self.exchange.wait = .act
        self.deadline = self.loop.now &+ self.loop.plan.timeouts.act
        self.loop.perform(
            HolderRequest(act: act, requestID: self.exchange.id, address: self.peer), for: self.number)
    }

    /// The control plane is done with an act, perhaps with one that nobody waits for any more.
    func performed(_ result: HolderActResult, of id: RequestID) {
        guard self.exchange.isOpen, self.exchange.id == id, case .act = self.exchange.wait else { return }
        self.loop.surface.answer(
            result, keepsAlive: self.exchange.keepAlive, in: self.verifyContext, to: &self.loop.answer)
        self.finishLater()
        self.proceed()
    }

    private func waitForNews(_ query: ChangeQuery) {
        guard self.machine.answerAwaited() == .goOn else { return self.failConnection() }
        self.exchange.wait = .news(query)
        self.loop.waitingForNews += 1
        self.deadline = self.loop.now &+ ChangeQuery.waitNanoseconds
        if self.hasNews(query) { self.answerNews() }
    }

    /// Something was published.
    func published() {
        guard case .news(let query) = self.exchange.wait, self.hasNews(query) else { return }
        self.answerNews()
        self.proceed()
    }

    private func hasNews(_ query: ChangeQuery) -> Bool { self.loop.changes(for: query).changes != .keys([]) }

    /// Tells what has changed, which may be nothing when the time is over.
    func answerNews() {
        guard case .news(let query) = self.exchange.wait else { return }
        let snapshot = self.loop.gateway.pipeline.snapshot
        if let reason = snapshot.stillAdmits(query.caller, at: self.loop.gateway.clock.wall) {
            // It waited: whoever asked may have been revoked meanwhile.
            self.loop.surface.refuse(
                reason, keepsAlive: self.exchange.keepAlive, in: self.verifyContext, to: &self.loop.answer)
        } else {
            let (changes, generation) = self.loop.changes(for: query)
            self.loop.surface.answer(
                changes: changes, upTo: generation, keepsAlive: self.exchange.keepAlive, in: self.verifyContext,
                to: &self.loop.answer)
        }
        self.finishLater()
    }

    private func finishLater() {
        self.loop.record(self.exchange, peer: self.peer)
        self.deliver(requestIsComplete: true)
    }

    // MARK: Time

    func checkDeadline(_ now: MonotonicNanoseconds) {
        guard now >= self.deadline else { return }
        self.deadline = .max
        if !self.stream.isEstablished { self.gateway.edge.count(.handshakeSlow) }
        switch self.exchange.wait {
        case .news:
            self.answerNews()
            return self.proceed()
        case .proof: return self.proofOverdue()
        case .quota(let until): return self.quotaMayBeWritten(until)
        case .nothing, .act: break
        }
        switch self.machine.deadlinePassed() {
        case .refuseSlowRequest:
            if !self.exchange.isOpen { self.begin(method: .other) }
            self.refuse(.requestTooSlow, requestIsComplete: false)
            self.settle()
        case .answerForWant:
            self.refuse(.overloaded, requestIsComplete: true)
            self.proceed()
        case .close: self.abort()
        case .doNothing: break
        }
    }
}
