import Admission
import DecisionLog
import HTTPMachines
import Keys

/// Tries of a request: an endpoint, a connection to it, and what becomes of them until the response begins.
extension DownstreamConnection {
    // MARK: A connection

    /// Asks for a connection to the endpoint whose turn it is, one that the request has not been tried on if there is one.
    func acquire() {
        guard let destination = self.destination else { return self.failConnection() }
        guard let pool = destination.choose(avoiding: self.tries.endpoints) else {
            return self.acquireFailed(.upstreamUnavailable, settles: false)
        }
        guard self.plan === self.loop.plan || self.maySend(to: pool) else {
            destination.leave(pool)
            return self.acquireFailed(.upstreamUnavailable, settles: false)
        }
        self.borrow(from: pool, fresh: false)
    }

    /// Asks for a connection to that endpoint. `leavePool` must follow.
    private func borrow(from pool: UpstreamPool, fresh: Bool) {
        self.pool = pool
        self.record.endpoint = pool.series
        self.record.decision.upstream = pool.label
        self.tries.tries(pool.slot, at: self.loop.clock.monotonic)
        self.deadline = self.tries.earlier(self.loop.clock.monotonic &+ self.terms.acquire)
        switch pool.borrow(for: self, fresh: fresh) {
        case .connection(let connection):
            // What was true when the request was judged is asked again before it is sent again.
            let isRefused = self.tries.isAgain && self.refusesNow()
            if isRefused || !self.send(on: connection) { pool.giveBack(connection, reusable: true) }
        case .later: self.tries.isWaiting = true
        case .refused: self.acquireFailed(.upstreamUnavailable, settles: false)
        }
    }

    /// After a wait a connection is there. What was true when the request was judged is asked again: nothing of it has
    /// been sent yet.
    ///
    /// - Returns: whether the connection is taken; otherwise it is somebody else's.
    func upstreamIsReady(_ connection: UpstreamConnection) -> Bool {
        guard connection.pool === self.pool, self.tries.isWaiting else {
            self.loop.recorder.countInvariant()
            return false
        }
        self.tries.isWaiting = false
        let isTaken = !self.refusesNow() && self.send(on: connection)
        self.process()
        self.resumeReading()
        return isTaken
    }

    /// Refuses the request when its key is no longer good.
    private func refusesNow() -> Bool {
        guard let admitted = self.admitted,
            let refusal = self.loop.pipeline.revalidate(admitted, at: self.loop.clock.wall)
        else { return false }
        self.leavePool()
        self.refuse(refusal, hasBody: self.head.hasBody, keepAlive: self.head.keepAlive)
        return true
    }

    /// Sends the request on the connection, unless nobody waits for it any more.
    private func send(on connection: UpstreamConnection) -> Bool {
        switch self.machine.upstreamReady() {
        case .sendRequest:
            self.upstream = connection
            connection.begin(self, with: self.head, isLast: self.closesUpstream)
            self.isOutboundPending = true
            self.noteRequestProgress()
            return true
        case .returnUnused:
            self.leavePool()
            return false
        }
    }

    /// The try is over, or given up: its endpoint counts it no more, and no queue holds it.
    func leavePool() {
        guard let pool = self.pool.take() else { return }
        if self.tries.isWaiting { pool.cancel(self) }
        self.tries.isWaiting = false
        self.destination?.leave(pool)
    }

    // MARK: Failures

    /// No connection could be had: nothing has been sent.
    func acquireFailed(_ fault: ExchangeFault, settles: Bool = true) {
        self.tries.isWaiting = false
        self.leavePool()
        let canRetry = fault == .upstreamUnreachable && self.allowsRetry(isRepeatable: true)
        self.perform(self.machine.tryFailed(fault, canRetry: canRetry), settles: settles)
    }

    func upstreamLost(_ connection: UpstreamConnection) {
        if self.machine.isSwitched { return self.upstreamSocketLost() }
        self.upstream = nil
        guard let pool = self.pool else { return self.perform(self.machine.upstreamFailed(.upstreamUnreachable)) }
        self.leavePool()
        let isRepeatable = self.isRepeatable
        // The upstream may have closed an idle connection just when it was lent: that says nothing of its health.
        if connection.isReused, isRepeatable, self.rejoins(pool) { return self.proceed() }
        self.destination?.failed(pool, .brokeOff)
        self.perform(
            self.machine.tryFailed(.upstreamUnreachable, canRetry: self.allowsRetry(isRepeatable: isRepeatable)))
    }

    /// Sends the request again to the same endpoint, on a connection of its own; once for each endpoint.
    ///
    /// - Returns: whether it could be tried.
    private func rejoins(_ pool: UpstreamPool) -> Bool {
        guard self.tries.mayRejoin(pool.slot), self.machine.mayRetry, !self.isTooLate,
            let destination = self.destination, destination.serves(pool),
            case .retry = self.machine.tryFailed(.upstreamUnreachable, canRetry: true)
        else { return false }
        self.tries.rejoins(pool.slot)
        destination.rejoin(pool)
        self.borrow(from: pool, fresh: true)
        return true
    }

    /// The upstream broke the protocol; its connection is being closed.
    func upstreamBroke(_ connection: UpstreamConnection) {
        self.upstream = nil
        self.noteUpstreamFailure(.malformed)
        self.leavePool()
        self.perform(self.machine.upstreamFailed(.upstreamMalformed))
    }

    /// The server has left, and may be held no longer.
    func loseServer() {
        if let webSocket = self.webSocket, self.machine.isSwitched { return self.cut(webSocket, .route) }
        self.dropUpstream()
        self.perform(self.machine.upstreamFailed(.upstreamUnavailable))
    }

    /// The endpoint of the try at hand has failed it.
    func noteUpstreamFailure(_ failure: UpstreamFailure) {
        guard self.upstream != nil || !self.tries.isWaiting, let pool = self.pool else { return }
        self.destination?.failed(pool, failure)
    }

    private func perform(_ action: ExchangeMachine.UpstreamFailedAction, settles: Bool = true) {
        switch action {
        case .retry:
            self.tries.countRetry()
            self.acquire()
            if settles { self.proceed() }
        case .answer(let fault, let ending):
            if self.tries.retries > 0 { self.record.decision.flags.insert(.retriesSpent) }
            self.answer(Refusal(fault.reason), ending)
            if settles { self.proceed() }
        case .truncate: self.truncateWhenSent()
        case .doNothing: break
        }
    }

    // MARK: Another try

    /// Whether the upstream could have done with what was sent nothing that doing it again would add to, and all of that is
    /// still here.
    private var isRepeatable: Bool {
        let isUnsent = self.isOutboundPending || self.record.sentAt == 0
        // What lies beyond was written to the lost connection and is nowhere else, whether it went out or not.
        return (isUnsent || self.head.method.isIdempotent) && !self.hasSentBeyondOutbound
    }

    private var isTooLate: Bool { self.tries.isExchangeOver(at: self.loop.clock.monotonic) }

    /// Whether the request is tried on another endpoint; then it is counted.
    private func allowsRetry(isRepeatable: Bool) -> Bool {
        guard isRepeatable, self.machine.mayRetry, !self.isTooLate, let destination = self.destination else {
            return false
        }
        return destination.allowsRetry(self.tries.endpoints, retries: self.tries.retries)
    }

    /// Bytes for the upstream cannot be sent: what does not progress is its fault.
    var waitsForUpstream: Bool { self.upstream.map { !$0.isWritable || self.awaitsContinue } ?? false }

    /// Whether a try that has taken too long is followed by another one.
    func triesAgain(at now: MonotonicNanoseconds) -> Bool {
        guard self.tries.isTryOver(at: now), self.machine.mayRetry else { return false }
        // A client that is slow with its body would be so with any endpoint.
        guard self.upstream == nil || !self.machine.isReceivingBody || self.waitsForUpstream else { return false }
        guard self.allowsRetry(isRepeatable: self.upstream == nil || self.isRepeatable) else { return false }
        if self.upstream != nil { self.noteUpstreamFailure(.timedOut) }
        self.dropUpstream()
        self.perform(self.machine.tryFailed(.upstreamTimeout, canRetry: true))
        return true
    }
}
