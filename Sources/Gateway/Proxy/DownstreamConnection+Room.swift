import Admission
import HTTPMachines
import Keys
import NIOCore

/// Requests over a limit that lets them wait (`delay`), and those that wait for a quota to be written down. The connection
/// waits as if for an upstream: nothing after the head is read. When there may be room the request is judged again from the
/// beginning, so that a key that was revoked meanwhile is not let in.
extension DownstreamConnection {
    /// Holds the request back, or refuses it where too many wait already.
    func awaitRoom(_ span: Span<UInt8>, _ refusal: Refusal, _ wait: RefusalWait, _ awaited: AwaitedProof) {
        guard self.number != .max, self.loop.waitingForRoom < wait.most else { return self.refuse(refusal) }
        self.hold(refusal, for: wait.nanoseconds)
        guard self.heldRefusal != nil else { return }
        var awaited = awaited
        awaited.roomUntil = self.loop.clock.monotonic &+ wait.longest
        // A copy: what came behind the head goes on arriving in the buffer that the head lies in.
        awaited.head = span.withUnsafeBufferPointer { ByteBuffer(bytes: $0) }
        self.awaited = awaited
        self.loop.waitingForRoom += 1
    }

    /// The time is over that a refusal was held back for.
    ///
    /// - Returns: whether the request is judged again, and not refused.
    func looksForRoom() -> Bool {
        guard let awaited = self.awaited, awaited.roomUntil != nil else { return false }
        self.forgetAwaited()
        self.judgeAgain(awaited)
        return true
    }

    /// Goes on waiting when there was no room yet, and there is time.
    func waitsOn(_ refusal: Refusal, _ awaited: AwaitedProof) -> Bool {
        guard let wait = refusal.wait, let until = awaited.roomUntil else { return false }
        let now = self.loop.clock.monotonic
        guard now < until, wait.nanoseconds <= until - now, self.loop.waitingForRoom < wait.most else { return false }
        self.heldRefusal = refusal
        self.deadline = now &+ wait.nanoseconds
        self.awaited = awaited
        self.loop.waitingForRoom += 1
        return true
    }

    /// Nobody waits any more.
    func forgetAwaited() {
        if let awaited = self.awaited.take(), awaited.roomUntil != nil { self.loop.waitingForRoom -= 1 }
    }

    // MARK: What a request holds

    /// The request is over: requests under way are counted without it from here on.
    func releaseLimits() {
        guard let ticket = self.admitted?.ticket, ticket > 0 else { return }
        self.loop.pipeline.release(ticket, at: self.loop.clock.monotonic)
        self.admitted?.ticket = 0
    }

    /// The upstream may say what the request has cost, on routes that let it.
    func noteReportedCost(_ fields: borrowing FieldTable, of span: Span<UInt8>) {
        guard self.record.route >= 0, let admitted = self.admitted, admitted.ticket > 0 else { return }
        let rules = self.plan.rules[self.record.route]
        guard rules.reportedCost != nil, let cost = ReportedCost.find(fields, of: span) else { return }
        self.loop.pipeline.correct(admitted.ticket, to: cost, on: rules, at: self.loop.clock.monotonic)
    }
}
