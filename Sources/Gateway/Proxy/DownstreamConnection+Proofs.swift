import Admission
import Keys
import NIOCore
import Polling

/// Foreign tokens that could be guessed are proven by a slow hash on another thread. The connection waits as if for an
/// upstream: nothing after the head is read, and the deadline answers when the proof takes too long.
extension DownstreamConnection {
    /// Longest wait for a proof.
    static let longestProof: UInt64 = 5_000_000_000

    func awaitProof(_ span: Span<UInt8>, _ refusal: Refusal, _ awaited: AwaitedProof) {
        guard let ticket = self.loop.pipeline.pendingProof, self.number != .max else { return self.refuse(refusal) }
        self.hold(refusal, for: Self.longestProof)
        guard self.heldRefusal != nil else { return }
        var awaited = awaited
        // A copy: what came behind the head goes on arriving in the buffer that the head lies in.
        awaited.head = span.withUnsafeBufferPointer { ByteBuffer(bytes: $0) }
        self.awaited = awaited
        let (number, id, thread) = (self.number, self.record.id, self.loop.thread)
        self.plan.admission.foreign.whenDone(ticket) {
            thread.execute { $0.connection(number)?.proofDone(id) }
        }
    }

    /// The proof of a request is there; nothing happens when the request is gone.
    private func proofDone(_ id: RequestID) {
        guard let awaited = self.awaited, self.record.id == id, self.heldRefusal != nil else { return }
        self.loop.clock.read()
        self.awaited = nil
        self.heldRefusal = nil
        self.deadline = .max
        self.judgeAgain(awaited)
    }

    func judgeAgain(_ awaited: AwaitedProof) {
        let span = awaited.head.readableBytesUInt8Span
        switch self.verdict(span, on: self.plan.rules[awaited.route], awaited.presented, awaited.token) {
        case .refuse(let refusal) where self.waitsOn(refusal, awaited): break
        case .refuse(let refusal):
            self.refuse(refusal)
            self.proceed()
        case .admit(let admitted):
            self.note(admitted, onRoute: awaited.route)
            self.send(span, route: awaited.route, admitted, awaited.drops)
            self.process()
            self.resumeReading()
        }
    }
}
