import DecisionLog
import HTTPMachines
import NIOCore

/// What a client may take of the gateway: time, and memory.
extension DownstreamConnection {
    // MARK: Speed

    /// Whether the body of the request comes too slowly. What waits for the upstream, or for its 100, is not the client's
    /// fault.
    func isUploadTooSlow() -> Bool {
        guard self.machine.isReceivingBody else { return false }
        let plan = self.loop.edge.plan
        guard plan.uploadRate > 0 else { return false }
        return self.uploadPace.isTooSlow(
            total: self.record.decision.bytesIn, elapsed: self.loop.edge.elapsed,
            isAwaited: self.stream.isWatchedForInput && self.upstream?.isWritable == true && !self.awaitsContinue,
            rate: plan.uploadRate, patience: plan.patience)
    }

    /// Whether the client takes what it is sent too slowly: whatever it is, and whether or not all of it has been written.
    /// The kernel is asked what has gone out, once for each tick, of those clients only whose socket takes no more.
    func isDownloadTooSlow() -> Bool {
        guard self.stream.awaitsReader else {
            self.downloadPace.forget()
            return false
        }
        let plan = self.loop.edge.plan
        guard plan.downloadRate > 0 else { return false }
        return self.downloadPace.isTooSlow(
            total: self.stream.deliveredBytes, elapsed: self.loop.edge.elapsed, isAwaited: true,
            rate: plan.downloadRate, patience: plan.patience)
    }

    /// Counts why the deadline that has just passed was set.
    func countDeadline() {
        if let protection = self.passedDeadline { self.loop.edge.count(protection) }
    }

    private var passedDeadline: Protection? {
        if !self.stream.isEstablished { return .handshakeSlow }
        if self.parser.isInsideHead || !self.hasBeenAsked { return .headSlow }
        if self.machine.isIdle { return .idle }
        guard self.machine.isReceivingBody, !self.machine.isResponding else { return nil }
        return self.upstream?.isWritable == true ? .bodySilent : nil
    }

    /// Closes at once so that nothing stays behind, neither here nor in the kernel.
    func reset() {
        self.webSocket?.endIfOpen(.protection)
        self.stream.resetOnClose()
        self.abort()
    }

    // MARK: Memory

    /// Whether it only waits for another request.
    var isWaitingIdle: Bool {
        self.machine.isIdle && self.hasBeenAsked && self.input.readableBytes == 0 && !self.stream.hasUnsent
    }

    /// Memory that holds bytes of the exchange, in either direction.
    var heldMemory: Int {
        let input = self.input.readableBytes > 0 ? self.input.capacity : 0
        let written = (self.outbound?.capacity ?? 0) + (self.response?.capacity ?? 0)
        return input + written + self.stream.heldBytes + (self.upstream?.heldBytes ?? 0)
    }

    /// What it is looked at by when too much lies in buffers; `nil` when it holds nothing.
    var asBufferHolder: BufferHolder? {
        let held = self.accountedMemory
        guard held > 0 else { return nil }
        return BufferHolder(
            number: self.number, share: self.share, behind: self.downloadPace.behind / 1_000_000_000, held: held)
    }

    /// Tells the loop what has changed since it was told last.
    func accountMemory() {
        let held = self.number == .max ? 0 : self.heldMemory
        guard held != self.accountedMemory else { return }
        self.loop.edge.hold(held - self.accountedMemory)
        self.accountedMemory = held
    }
}
