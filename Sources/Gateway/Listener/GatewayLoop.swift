import Admission
import HTTPMachines
import Keys
import NIOCore

/// Everything of the data plane that belongs to one event loop: its connections, its pools, its reference to the snapshot,
/// its clock and its buffers. The loop is the isolation; nothing here is shared.
final class GatewayLoop {
    /// How often deadlines are looked at.
    static let tick = TimeAmount.milliseconds(50)
    /// Least time between two sweeps over the exchanges in flight.
    static let sweepInterval: UInt64 = 20_000_000

    let plan: GatewayPlan
    let eventLoop: any EventLoop
    let refusals: RefusalWriter
    let recorder: RequestRecorder
    var clock = LoopClock()
    var buffers = BufferStack()
    private let text = HeadText()
    var responseFields = ResponseFields()
    var permissionText = PermissionText()
    var requestIDs: RequestIDSource
    var pipeline: AdmissionPipeline
    private(set) var pools: [UpstreamPool] = []
    /// The verify listener's part of the loop; `nil` without one.
    private(set) var verify: VerifyLoop?
    private var connections = ConnectionTable<DownstreamConnection>()
    private var reader: SnapshotPublication.Reader?
    private let notice = PublicationNotice()
    private var sweptGeneration: UInt64
    private var sweptAt: UInt64 = 0
    private var ticks: RepeatedTask?
    private(set) var isEnding = false
    private var drained: EventLoopPromise<Void>?

    init(plan: GatewayPlan, eventLoop: any EventLoop, recorder: RequestRecorder, seed: UInt64) {
        self.plan = plan
        self.eventLoop = eventLoop
        self.recorder = recorder
        self.refusals = RefusalWriter(realm: plan.configuration.realm)
        self.requestIDs = RequestIDSource(seed: seed)
        self.pipeline = AdmissionPipeline(plan: plan.admission)
        self.sweptGeneration = self.pipeline.snapshot.generation
        self.pools = plan.configuration.upstreams.enumerated().map { position, upstream in
            UpstreamPool(upstream, position: position, loop: self)
        }
        self.verify = plan.verify.map { VerifyLoop(plan: $0, gateway: self) }
    }

    /// Begins to tick and to listen for publications.
    func start() {
        let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
        let notice = self.notice
        let eventLoop = self.eventLoop
        self.reader = self.plan.admission.publication.addReader { _ in
            guard notice.raise() else { return }
            eventLoop.execute {
                notice.lower()
                bound.value.publicationNoticed()
            }
        }
        self.ticks = self.eventLoop.scheduleRepeatedTask(initialDelay: Self.tick, delay: Self.tick) { _ in
            bound.value.tick()
        }
    }

    /// Where a head is put together, emptied: whoever asks has copied what it wrote before anybody asks again.
    func emptyText() -> HeadText {
        self.text.removeAll()
        return self.text
    }

    // MARK: Connections

    /// Gives a new connection its number; `nil` when there are too many.
    func open(_ connection: DownstreamConnection) -> UInt32? {
        guard !self.isEnding, self.connections.count < self.plan.connectionsPerLoop else { return nil }
        return self.connections.insert(connection)
    }

    func closed(_ number: UInt32) {
        self.connections.remove(number)
        self.finishEndingIfDrained()
    }

    func connection(_ number: UInt32) -> DownstreamConnection? { self.connections[number] }

    // MARK: Time and publications

    private func tick() {
        self.clock.synchronise()
        self.sweepIfNeeded()
        let now = self.clock.monotonic
        for number in self.connections.numbers { self.connections[number]?.checkDeadline(now) }
        self.verify?.checkDeadlines(now)
        for pool in self.pools { pool.expire() }
    }

    private func publicationNoticed() {
        self.clock.read()
        // Under a storm of publications the tick takes over, so that sweeping never crowds out requests.
        guard self.clock.monotonic &- self.sweptAt >= Self.sweepInterval else { return }
        self.sweepIfNeeded()
    }

    /// Cuts the exchanges of keys that admit nobody any more, then acknowledges the generation.
    private func sweepIfNeeded() {
        self.pipeline.refresh()
        let generation = self.pipeline.snapshot.generation
        guard generation != self.sweptGeneration else { return }
        self.permissionText.forgetAll()
        for number in self.connections.numbers { self.connections[number]?.sweep() }
        self.verify?.published()
        self.sweptGeneration = generation
        self.sweptAt = self.clock.monotonic
        self.reader?.acknowledge(generation)
    }

    // MARK: Shutdown

    /// No request after those being answered. The promise is kept when no connection is left.
    func beginEnding(_ promise: EventLoopPromise<Void>) {
        self.isEnding = true
        self.drained = promise
        for number in self.connections.numbers { self.connections[number]?.beginEnding() }
        self.verify?.beginEnding()
        for pool in self.pools { pool.beginClosing() }
        self.finishEndingIfDrained()
    }

    /// Closes whatever is left.
    func end() {
        for number in self.connections.numbers { self.connections[number]?.abort() }
        self.verify?.end()
        for pool in self.pools { pool.closeAll() }
        self.ticks?.cancel()
        self.ticks = nil
        if let reader = self.reader { self.plan.admission.publication.remove(reader) }
        self.reader = nil
        self.verify = nil
        self.finishEndingIfDrained()
    }

    func finishEndingIfDrained() {
        guard self.isEnding, self.connections.count == 0, self.verify?.hasNoConnections ?? true,
            let promise = self.drained
        else { return }
        self.drained = nil
        promise.succeed(())
    }
}
