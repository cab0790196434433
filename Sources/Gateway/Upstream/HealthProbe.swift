import HTTPMachines
import NIOCore
import Polling

/// One health check: a connection of its own, a GET, the head of the answer, and the end.
final class HealthProbe: PollTarget {
    /// Bounds of the answer's head.
    private static let limits = HeadLimits(maximumHeadBytes: 16_384)

    private unowned let loop: GatewayLoop
    private let statuses: ClosedRange<UInt16>
    private let request: ByteBuffer
    private var attempt: ConnectAttempt
    /// What secures the connection; `nil` for plain HTTP.
    private let layer: (() -> TLSLayer?)?
    /// Told what was wrong with the server's certificate, or that nothing was.
    private let secured: (String?) -> Void
    private var isConnecting = true
    private var stream = SocketStream()
    private var input = ByteBuffer()
    private var parser = ResponseHeadParser(limits: HealthProbe.limits)
    private var head = ResponseHead()
    private var fields = FieldTable()
    /// Called once, with whether the endpoint is well; `nil` when it could not be asked, which is no fault of its own.
    private var done: ((Bool?) -> Void)?

    init(
        loop: GatewayLoop, request: ByteBuffer, statuses: ClosedRange<UInt16>, addresses: [Endpoint], end: UInt64,
        layer: (() -> TLSLayer?)?, secured: @escaping (String?) -> Void = { _ in }, done: @escaping (Bool?) -> Void
    ) {
        self.loop = loop
        self.request = request
        self.layer = layer
        self.secured = secured
        self.statuses = statuses
        self.attempt = ConnectAttempt(addresses, end: end)
        self.done = done
    }

    /// Begins to connect, to one address after another.
    func start() {
        self.stream.close()
        while let address = self.attempt.next(at: self.loop.clock.monotonic) {
            do throws(SystemError) {
                let socket = try StreamSocket(connectingTo: address)
                return try self.stream.open(socket, on: self.loop.poller, for: .writable, target: self)
            } catch {
                if error.isOutOfDescriptors { return self.finish(nil) }
            }
        }
        self.finish(false)
    }

    /// Looks whether it takes too long.
    func checkDeadline(_ now: UInt64) {
        if now >= self.attempt.end { return self.finish(false) }
        if self.isConnecting, now >= self.attempt.deadline { self.start() }
    }

    /// Ends it without a result.
    func cancel() {
        self.done = nil
        self.stream.close()
    }

    func ready(_ readiness: Readiness) {
        self.loop.clock.read()
        guard !self.isConnecting else {
            return self.stream.isSecured ? self.shakeHands(readiness) : self.connectionDecided()
        }
        if readiness.isWritable, case .failed = self.stream.drain() { return self.finish(false) }
        if readiness.isReadable || readiness.isOver { self.receive() }
    }

    private func connectionDecided() {
        guard self.stream.connectionError == 0 else { return self.start() }
        self.stream.watchOutput(false)
        self.stream.watchInput(true)
        guard let layer = self.layer else { return self.ask() }
        guard let made = layer() else { return self.finish(false) }
        self.goOn(self.stream.greet(made))
    }

    private func shakeHands(_ readiness: Readiness) {
        self.goOn(self.stream.shakeHands(readiness, with: &self.loop.receiving))
    }

    private func goOn(_ progress: SocketStream.HandshakeProgress) {
        switch progress {
        case .underWay: break
        case .established:
            self.secured(nil)
            self.ask()
        case .failed(let problem):
            if let problem { self.secured(problem) }
            self.start()
        }
    }

    private func ask() {
        self.isConnecting = false
        self.stream.write(self.request)
        if case .failed = self.stream.drain() { self.finish(false) }
    }

    private func receive() {
        var buffer = self.loop.receiving.take()
        let received = self.stream.receive(into: &buffer)
        // Interim responses that have been read make room: however many come, there is never more than a head.
        self.input.discardReadBytes()
        self.input.writeBuffer(&buffer)
        self.loop.receiving.put(&buffer)
        switch received {
        case .bytes: self.read()
        case .nothing: break
        case .ended, .cut, .failed: self.finish(false)
        }
    }

    private func read() {
        while self.done != nil {
            let bytes = self.input
            let span = bytes.readableBytesUInt8Span
            switch self.parser.parse(span, answering: .get, into: &self.head, fields: &self.fields) {
            case .incomplete: return
            case .refused: return self.finish(false)
            case .complete(let count):
                guard self.head.isInterim else { return self.finish(self.statuses.contains(self.head.status)) }
                self.input.moveReaderIndex(forwardBy: count)
            }
        }
    }

    private func finish(_ passed: Bool?) {
        self.stream.close()
        guard let done = self.done.take() else { return }
        done(passed)
    }
}
