import Admission
import HTTPMachines
import Keys
import NIOCore
import Polling

/// A client's connection on the verify listener: the shell around the serving machine and the loop's surface. It owns the
/// bytes and the deadline; what a request means, the surface says.
final class VerifyConnection: ClientConnection {
    /// How many bytes that a client sends ahead of its turn are held.
    static let holdBytes = 65_536
    /// Head and body of a request that counts as small, in bytes: a question about one key is a tenth of it.
    static let smallRequest = 16_384
    /// How much of the rest of a refused request is read before the connection closes.
    static let drainBytes = 262_144

    let loop: VerifyLoop
    /// Who is connected; `nil` on the Unix socket.
    private(set) var peer: IPAddress?
    private(set) var isUnixSocket = false
    /// Whose share of the listener it takes from; `nil` for those who may take all.
    private(set) var shareholder: IPAddress?
    var machine = ServingMachine()
    var exchange = VerifyExchange.none

    // The request.
    var parser: RequestHeadParser
    var head = RequestHead()
    var fields = FieldTable()
    /// A request whose body comes in pieces: its head, and behind it the body without its framing.
    var held: ByteBuffer?
    var headBytes = 0
    /// What of the bytes that the loop holds is this connection's.
    var heldBytes = 0
    var body = BodyReader(.none)

    init(loop: VerifyLoop) {
        self.loop = loop
        self.parser = RequestHeadParser(limits: loop.plan.headLimits)
        super.init(gateway: loop.gateway)
    }

    /// Begins with an accepted socket.
    func accept(_ socket: consuming StreamSocket, from peer: Endpoint) {
        self.gateway.clock.read()
        guard self.open(socket) else { return }
        self.peer = peer.address
        self.isUnixSocket = peer.address == nil
        self.shareholder = peer.address.flatMap { self.loop.plan.shareholder($0) }
        self.deadline = self.loop.now &+ self.loop.plan.timeouts.head
        // Whoever can open the socket is on this machine, with nobody between.
        let security = self.isUnixSocket ? nil : self.loop.plan.security
        guard self.mayShakeHands(at: self.isUnixSocket ? nil : self.loop.handshakes) else { return }
        if let number = self.loop.open(self) {
            self.number = number
            if !self.secure(security) { self.abort() }
        } else if security != nil {
            self.gateway.edge.count(.connectionsFull)
            // An answer would cost a handshake, of which there are too many already.
            self.abort()
        } else {
            self.begin(method: .other)
            self.refuse(.overloaded, requestIsComplete: true)
            self.settle()
            self.sendNow()
            self.abort()
        }
    }

    // MARK: Events

    override var listener: ListenerName { .verify }

    override func becameWritable() { self.resumeReading() }

    override func inputClosed() {
        guard self.machine.clientInputClosed() else { return }
        self.forgetRequest()
        self.closeWhenSent(within: self.loop.plan.timeouts.keepAlive)
    }

    override func closed() {
        self.machine.clientLost()
        self.forgetRequest()
        self.discardInput()
        if let response = self.response.take() { self.gateway.buffers.put(response) }
        self.fields.releaseStorage()
        guard self.number != .max else { return }
        self.loop.closed(self.number)
        self.number = .max
    }

    // MARK: Reading

    override func process() {
        var goesOn = true
        while goesOn, self.input.readableBytes > 0 || self.machine.isReadingBody {
            switch self.machine.requestBytes() {
            case .parseHead: goesOn = self.parseHead()
            case .readBody: goesOn = self.readBody()
            case .hold: goesOn = false
            case .discard:
                self.discard(upTo: Self.drainBytes)
                goesOn = false
            }
        }
        self.releaseInput()
        self.settle()
    }

    /// While an answer is waited for reading goes on into a bounded buffer, so that a client that leaves is noticed. Who
    /// does not read its answers is not read either.
    override var wantsBytes: Bool {
        let isFull = self.machine.isAnswering && self.input.readableBytes >= Self.holdBytes
        return !isFull && self.stream.isWritable
    }

    // MARK: Ending

    func beginEnding() {
        if self.machine.beginEnding() { return self.closeWhenSent(within: self.loop.plan.timeouts.keepAlive) }
        // Nobody waits for news from a server that goes: the answer ends the connection.
        guard case .news = self.exchange.wait else { return }
        self.answerNews()
        self.settle()
    }

    /// A machine met an event that cannot happen.
    func failConnection() {
        self.loop.gateway.recorder.countInvariant()
        self.abort()
    }
}
