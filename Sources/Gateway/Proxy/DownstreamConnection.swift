import Admission
import DecisionLog
import HTTPMachines
import Keys
import NIOCore
import Polling

/// A client's connection on the gateway: the shell around the exchange machine. It owns the bytes, the deadline and the
/// upstream connection of the exchange; what to do, the machine says.
///
/// What an event writes to either side is gathered; `settle` has it sent at the end of the turn.
final class DownstreamConnection: ClientConnection {
    let loop: GatewayLoop
    /// What the request at hand is served by: the loop's when its head was complete.
    private(set) var plan: GatewayPlan
    /// Whom the request at hand is from: the peer, or whom a trusted peer says.
    var address = IPAddress(ipv4: 0)
    private(set) var peer = IPAddress(ipv4: 0)
    private(set) var hasPeer = false
    private(set) var isTrustedPeer = false
    /// What upstreams are told of it; the text of a peer that is not trusted is made once.
    var origin = RequestHeadWriter.Origin()
    /// What the connection is counted by among those of its address.
    private(set) var share: IPAddress?
    var uploadPace = TransferPace()
    var downloadPace = TransferPace()
    /// Whether a head has been complete on the connection.
    private(set) var hasBeenAsked = false
    /// Memory that the loop has been told of.
    var accountedMemory = 0
    var machine = ExchangeMachine()

    // The request.
    var parser: RequestHeadParser
    var head = RequestHead()
    var fields = FieldTable()
    var body: BodyReader
    var record = RequestRecord.none
    var admitted: Admitted?
    /// A refusal whose answer waits for the deadline.
    var heldRefusal: Refusal?
    /// Requests that came together with others wait: for their turn, or for the client to take the answers before.
    var isPaused = false
    /// Whether a head has ever been read.
    var hasHadRequest = false
    /// The request whose token is being proven.
    var awaited: AwaitedProof?

    // The way to the upstream.
    var destination: Upstream?
    /// How long it may be waited for.
    var terms = UpstreamTerms()
    var upstream: UpstreamConnection?
    /// The endpoint of the try at hand.
    var pool: UpstreamPool?
    var tries = RequestTries()
    /// The request as it is sent: the head, and what of the body came with it. Kept until the response begins.
    var outbound: ByteBuffer?
    var isOutboundPending = false
    /// More of the body was sent than `outbound` holds: it cannot be sent again.
    var hasSentBeyondOutbound = false
    /// The upstream was asked to close its connection behind the answer, which nobody else may use.
    var closesUpstream = false
    /// The client waits for the upstream to say that it wants the body (100, RFC 9110, 10.1.1).
    var awaitsContinue = false

    /// The WebSocket that the request asks for, or that the connection has become.
    var webSocket: WebSocketExchange?

    // The way to the client.
    var clientFraming = ClientFraming.none

    /// How long a connection without a request is waited for when no more are taken.
    private static let firstRequestPatience: UInt64 = 1_000_000_000

    init(loop: GatewayLoop) {
        self.loop = loop
        self.plan = loop.plan
        self.parser = RequestHeadParser(limits: loop.plan.configuration.headLimits)
        self.body = BodyReader(.none)
        super.init(gateway: loop)
    }

    /// Begins with an accepted socket, which is counted by `share` among those of its address.
    func accept(_ socket: consuming StreamSocket, from peer: Endpoint, share: IPAddress?) {
        self.share = share
        guard self.open(socket) else { return self.giveUpShare() }
        if let address = peer.address {
            self.address = address
            self.peer = address
            self.hasPeer = true
            self.isTrustedPeer = self.loop.edge.plan.isTrusted(address)
            self.setOrigin(address, isSecure: self.plan.security != nil)
        }
        self.deadline = self.loop.clock.monotonic &+ self.plan.timeouts.head
        guard self.mayShakeHands(at: self.loop.handshakes) else { return }
        if let number = self.loop.open(self) {
            self.number = number
            guard self.secure(self.plan.security) else { return self.abort() }
            self.accountMemory()
        } else if self.plan.security != nil {
            self.loop.edge.count(.connectionsFull)
            // An answer would cost a handshake, of which there are too many already.
            self.abort()
        } else {
            self.loop.edge.count(.connectionsFull)
            self.refuse(Refusal(.overloaded), hasBody: false, keepAlive: false)
            self.settle()
            self.sendNow()
            self.abort()
        }
    }

    /// What upstreams are told from now on.
    func setOrigin(_ address: IPAddress, isSecure: Bool) {
        self.origin = RequestHeadWriter.Origin(address: AddressText(address), isSecure: isSecure)
    }

    /// Goes on by the loop's plan when it has another, unless a head is being read, or a request waits for its answer.
    func followPlan() {
        guard self.plan !== self.loop.plan, !self.parser.isInsideHead,
            !self.machine.isExchanging || self.machine.isResponding || self.machine.isSwitched
        else { return }
        self.plan = self.loop.plan
        self.parser = RequestHeadParser(limits: self.plan.configuration.headLimits)
        guard self.hasPeer else { return }
        self.isTrustedPeer = self.plan.edge.isTrusted(self.peer)
        // A WebSocket is judged on, as whose it was at its handshake, unless whoever said so is not believed any more.
        if self.machine.isSwitched, self.isTrustedPeer { return }
        self.address = self.peer
        self.setOrigin(self.peer, isSecure: self.plan.security != nil)
    }

    /// A head is complete.
    func noteAsked() { self.hasBeenAsked = true }

    private func giveUpShare() {
        if let share = self.share.take() { self.loop.edge.leave(share, at: self.loop.clock.monotonic) }
    }

    // MARK: Events

    override func process() {
        let wasPaused = self.isPaused
        self.isPaused = false
        var requests = 0
        var goesOn = true
        while goesOn, self.input.readableBytes > 0 || self.machine.isReceivingBody {
            if self.machine.isIdle, self.pauses(before: &requests) { break }
            switch self.machine.requestBytes() {
            case .parseHead: goesOn = self.parseHead()
            case .forwardBody: goesOn = self.forwardBody()
            case .passOn:
                self.passOnFromClient()
                goesOn = false
            case .hold: goesOn = false
            case .discard:
                self.discard(upTo: self.plan.configuration.drainBytes)
                goesOn = false
            }
        }
        self.releaseInput()
        self.settle()
        // The close of the client's side waited with the requests before it.
        if wasPaused, !self.isPaused, self.isInputClosed, self.stream.isOpen { self.clientInputClosed() }
    }

    override func settle() {
        self.sendOutbound()
        self.sendResponse()
        // Whatever goes out at the end of the turn is looked at then.
        if !self.stream.isQueued { self.accountMemory() }
    }

    override func outputMoved() { self.accountMemory() }

    override func becameWritable() {
        self.noteResponseProgress()
        self.upstream?.resumeReading()
        if self.isPaused { self.process() }
        self.resumeReading()
    }

    override func inputClosed() { self.clientInputClosed() }

    override func closed() {
        self.noteSocketLost()
        _ = self.machine.clientLost()
        // The number will be another connection's: whatever the machine says, no pool may hold it any longer.
        self.dropUpstream()
        self.forgetAwaited()
        if self.record.isOpen { self.record.decision.flags.insert(.clientLeft) }
        self.finishRecord()
        self.releaseBuffers()
        self.giveUpShare()
        defer { self.accountMemory() }
        guard self.number != .max else { return }
        self.loop.closed(self.number)
        self.number = .max
    }

    /// Reading goes on during an exchange, so that the poller need not be told for every request, but only into a bounded
    /// buffer.
    override var wantsBytes: Bool {
        if self.machine.isReceivingBody || self.machine.isSwitched { return self.upstream?.isWritable ?? false }
        // Answers of our own wait to be sent: who does not read them is not read either.
        return self.stream.isWritable && self.input.readableBytes < self.plan.configuration.holdBytes
    }

    // MARK: Time

    func checkDeadline(_ now: UInt64) {
        // Nobody holds on to an earlier plan for longer than it is needed.
        self.followPlan()
        if self.isDownloadTooSlow() {
            self.loop.edge.count(.downloadSlow)
            return self.reset()
        }
        if let webSocket = self.webSocket, webSocket.isOpened { return self.checkSocket(webSocket, now) }
        if self.isUploadTooSlow() {
            self.loop.edge.count(.uploadSlow)
        } else {
            guard now >= self.deadline, !self.isResponseResting else { return }
            self.countDeadline()
        }
        self.deadline = .max
        if let refusal = self.heldRefusal.take() { return self.answerHeld(refusal) }
        guard !self.triesAgain(at: now) else { return }
        let action = self.machine.deadlinePassed(
            waitsForUpstream: self.waitsForUpstream, isExchangeOver: self.tries.isOver(at: now))
        switch action {
        case .answer(let fault, let ending):
            if fault == .upstreamTimeout { self.noteUpstreamFailure(.timedOut) }
            self.dropUpstream()
            if !self.record.isOpen { self.openRecord(method: .other) }
            self.answer(Refusal(fault.reason), ending)
            self.proceed()
        case .truncate: self.truncate()
        case .close: self.abort()
        case .doNothing: break
        }
    }

    // MARK: Ending

    /// Whoever has connected and not been heard yet may have a request on its way: it is waited for, and answered.
    func beginEnding() {
        let awaitsFirst = !self.hasHadRequest
        if self.machine.beginEnding(awaitsFirst: awaitsFirst) {
            self.closeWhenSent(within: self.plan.timeouts.keepAlive)
        } else if awaitsFirst {
            self.deadline = min(self.deadline, self.loop.clock.monotonic &+ Self.firstRequestPatience)
        }
    }

    /// The response cannot be finished: closing without its end shows the client that it is not whole.
    func truncate() {
        self.leaveResponse()
        self.abort()
    }

    /// The same, once what there is of the response is out, and the answers before it.
    func truncateWhenSent() {
        self.leaveResponse()
        guard self.clientFraming != .untilClose else { return self.abort() }
        self.end(.close)
        self.sendResponse()
    }

    /// Closes at once, whatever was going on. What ends with its connection and is not all out would look whole after an orderly
    /// close; a reset does not.
    func breakOff() {
        let isUnderWay = self.machine.isResponding || self.stream.hasUnsent || self.response != nil
        if isUnderWay, self.clientFraming == .untilClose { self.reset() } else { self.abort() }
    }

    private func leaveResponse() {
        self.record.decision.flags.insert(.upstreamClosed)
        self.finishRecord()
        self.dropUpstream()
        // A body that ends with its connection looks whole after an orderly close; a reset does not.
        if self.clientFraming == .untilClose { self.stream.resetOnClose() }
    }

    /// A machine met an event that cannot happen.
    func failConnection() {
        self.loop.recorder.countInvariant()
        self.dropUpstream()
        self.breakOff()
    }

    /// The exchange needs its upstream connection no more, and nobody else can use it.
    func dropUpstream() {
        let upstream = self.upstream.take()
        self.leavePool()
        upstream?.detach()
        upstream?.close()
    }

    func releaseBuffers() {
        self.discardInput()
        if let outbound = self.outbound.take() { self.loop.buffers.put(outbound) }
        if let response = self.response.take() { self.loop.buffers.put(response) }
        self.fields.releaseStorage()
    }
}
