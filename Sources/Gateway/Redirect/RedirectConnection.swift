import Glibc
import HTTPMachines
import Keys
import Polling

/// One connection of the listener that sends clients to https: one head, one answer, the end.
final class RedirectConnection: PollTarget {
    /// How long a head may take at most, in nanoseconds: a client with nothing to say but that has it at once.
    private static let longestHead: UInt64 = 3_000_000_000

    private enum State {
        case reading
        /// So many bytes of the answer have gone out.
        case sending([UInt8], sent: Int)
        /// The answer is out; so many bytes that came behind the head have been thrown away.
        case lingering(Int)
    }

    private let loop: RedirectLoop
    /// Given by the loop; `.max` before.
    var number = UInt32.max
    /// What it is counted by among those of its address.
    let share: IPAddress?
    private var watched: WatchedSocket
    private var state = State.reading
    private var input: [UInt8] = []
    private var parser: RequestHeadParser
    private var head = RequestHead()
    private var fields = FieldTable()
    /// When the head has to be there; then when the answer has to be taken.
    private(set) var deadline: MonotonicNanoseconds
    /// One for reading, answering and taking the answer together.
    private let end: MonotonicNanoseconds

    init(loop: RedirectLoop, share: IPAddress?) {
        self.loop = loop
        self.share = share
        self.watched = WatchedSocket(on: loop.poller)
        self.parser = RequestHeadParser(limits: loop.headLimits)
        self.end = loop.clock.monotonic &+ loop.timeout
        self.deadline = min(self.end, loop.clock.monotonic &+ Self.longestHead)
    }

    /// Whether its head is still coming.
    var isReading: Bool { if case .reading = self.state { true } else { false } }

    /// Takes the socket.
    ///
    /// - Returns: whether it can be watched.
    func open(_ socket: consuming StreamSocket) -> Bool {
        self.watched.open(socket, for: self)
    }

    func ready(_ readiness: Readiness) {
        self.loop.clock.read()
        switch self.state {
        case .reading: self.receiveHead()
        case .sending(let bytes, let sent): self.send(bytes, from: sent)
        case .lingering(let count): self.discard(count)
        }
    }

    func checkDeadline(_ now: MonotonicNanoseconds) {
        if now >= self.deadline { self.close() }
    }

    func close() {
        guard self.watched.isOpen else { return }
        _ = self.watched.release()
        self.loop.closed(self)
    }

    private func receiveHead() {
        switch self.watched.socket.receive(into: self.loop.room) {
        case .wouldBlock: return
        case .ended, .failed: return self.close()
        case .moved(let count): self.input += self.loop.room[..<count]
        }
        // Held here: the span of a property may not be lent to a call that writes to others of the same object.
        let input = self.input
        switch self.parser.parse(input.span, into: &self.head, fields: &self.fields) {
        case .incomplete: return
        case .refused(let violation): self.answer(.malformed(violation))
        case .complete: self.answer(self.loop.answer(self.head, of: input.span))
        }
    }

    private func answer(_ answer: RedirectAnswer) {
        self.loop.count(answer.outcome)
        self.input = []
        self.deadline = self.end
        self.send(answer.bytes, from: 0)
    }

    private func send(_ bytes: [UInt8], from start: Int) {
        switch bytes[start...].withUnsafeBytes({ self.watched.socket.send($0) }) {
        case .failed: return self.close()
        case .wouldBlock, .ended: self.wait(.sending(bytes, sent: start), for: .writable)
        case .moved(let count) where start + count < bytes.count:
            self.wait(.sending(bytes, sent: start + count), for: .writable)
        case .moved:
            // Closing over bytes that have not been read would take the answer along.
            self.watched.socket.closeOutput()
            self.wait(.lingering(0), for: .readable)
        }
    }

    private func wait(_ state: State, for interest: Interest) {
        self.state = state
        self.watched.change(to: interest)
    }

    private func discard(_ count: Int) {
        switch self.watched.socket.receive(into: self.loop.room) {
        case .wouldBlock: return
        case .ended, .failed: self.close()
        case .moved(let more):
            guard count + more <= RedirectLoop.mostDiscarded else { return self.close() }
            self.state = .lingering(count + more)
        }
    }
}
