import Admission
import HTTPMachines
import Keys
import Polling
import VerifyAPI

/// Keys that only a slow hash can tell are proven on another thread. The request waits for it, nothing behind it is read,
/// and it is asked again as often as another proof is wanted, until it has waited long enough.
extension VerifyConnection {
    func awaitProof(_ proof: ForeignTicket, _ bytes: Span<UInt8>, body: Span<UInt8>) {
        guard self.keep(bytes, body: body) else {
            // Without room to wait the answer is what is known: an error of ours would open some proxies.
            self.exchange.mayAwaitProof = false
            return self.ask(bytes, body: body)
        }
        guard self.machine.answerAwaited() == .goOn else { return self.failConnection() }
        if case .nothing = self.exchange.wait { self.deadline = self.loop.now &+ self.loop.plan.timeouts.proof }
        self.exchange.wait = .proof
        let (number, id, thread) = (self.number, self.exchange.id, self.loop.gateway.thread)
        self.loop.gateway.plan.admission.foreign.whenDone(proof) {
            thread.execute { loop in
                loop.clock.read()
                loop.verify?.connection(number)?.proofDone(id)
            }
        }
    }

    /// Waits for a quota to be written down, as the gateway does.
    func awaitQuota(_ wait: RefusalWait, _ bytes: Span<UInt8>, body: Span<UInt8>) {
        guard self.keep(bytes, body: body) else {
            self.exchange.mayAwaitProof = false
            return self.ask(bytes, body: body)
        }
        guard self.machine.answerAwaited() == .goOn else { return self.failConnection() }
        var until = self.loop.now &+ wait.longest
        if case .quota(let earlier) = self.exchange.wait { until = earlier }
        self.exchange.wait = .quota(until: until)
        self.deadline = min(until, self.loop.now &+ wait.nanoseconds)
    }

    /// Asks again; for the last time when it has waited long enough.
    func quotaMayBeWritten(_ until: MonotonicNanoseconds) {
        if self.loop.now >= until { self.exchange.mayAwaitProof = false }
        self.askHeld()
        self.proceed()
    }

    /// Copies the request to where bodies are gathered, unless it lies there already: what came behind it goes on arriving
    /// in the buffer that it lies in.
    ///
    /// - Returns: whether there was room.
    private func keep(_ bytes: Span<UInt8>, body: Span<UInt8>) -> Bool {
        if self.held != nil { return true }
        guard self.hold(bytes.count + body.count) else { return false }
        var held = self.gateway.buffers.take()
        held.write(ByteRange(start: 0, end: bytes.count), of: bytes)
        held.write(ByteRange(start: 0, end: body.count), of: body)
        self.headBytes = bytes.count
        self.held = held
        return true
    }

    /// A proof is there; nothing happens when the request that waited for it is gone.
    private func proofDone(_ id: RequestID) {
        guard self.exchange.isOpen, self.exchange.id == id, case .proof = self.exchange.wait else { return }
        self.askHeld()
        self.proceed()
    }

    /// It has waited long enough.
    func proofOverdue() {
        self.exchange.mayAwaitProof = false
        self.askHeld()
        self.proceed()
    }
}
