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
    var responseFields = ResponseFields()
    var permissionText = PermissionText()
    var requestIDs: RequestIDSource
    var pipeline: AdmissionPipeline
    private(set) var pools: [UpstreamPool] = []
    /// By number; a number is reused once its connection has closed.
    private var connections: [DownstreamConnection?] = []
    private var vacant: [UInt32] = []
    private(set) var connectionCount = 0
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

    // MARK: Connections

    /// Gives a new connection its number; `nil` when there are too many.
    func open(_ connection: DownstreamConnection) -> UInt32? {
        guard !self.isEnding, self.connectionCount < self.plan.connectionsPerLoop else { return nil }
        self.connectionCount += 1
        if let number = self.vacant.popLast() {
            self.connections[Int(number)] = connection
            return number
        }
        self.connections.append(connection)
        return UInt32(self.connections.count - 1)
    }

    func closed(_ number: UInt32) {
        self.connections[Int(number)] = nil
        self.vacant.append(number)
        self.connectionCount -= 1
        self.finishEndingIfDrained()
    }

    func connection(_ number: UInt32) -> DownstreamConnection? {
        Int(number) < self.connections.count ? self.connections[Int(number)] : nil
    }

    // MARK: Time and publications

    private func tick() {
        self.clock.synchronise()
        self.sweepIfNeeded()
        let now = self.clock.monotonic
        for index in self.connections.indices { self.connections[index]?.checkDeadline(now) }
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
        for index in self.connections.indices { self.connections[index]?.sweep() }
        self.sweptGeneration = generation
        self.sweptAt = self.clock.monotonic
        self.reader?.acknowledge(generation)
    }

    // MARK: Shutdown

    /// No request after those being answered. The promise is kept when no connection is left.
    func beginEnding(_ promise: EventLoopPromise<Void>) {
        self.isEnding = true
        self.drained = promise
        for index in self.connections.indices { self.connections[index]?.beginEnding() }
        for pool in self.pools { pool.beginClosing() }
        self.finishEndingIfDrained()
    }

    /// Closes whatever is left.
    func end() {
        for index in self.connections.indices { self.connections[index]?.abort() }
        for pool in self.pools { pool.closeAll() }
        self.ticks?.cancel()
        self.ticks = nil
        if let reader = self.reader { self.plan.admission.publication.remove(reader) }
        self.reader = nil
        self.finishEndingIfDrained()
    }

    private func finishEndingIfDrained() {
        guard self.isEnding, self.connectionCount == 0, let promise = self.drained else { return }
        self.drained = nil
        promise.succeed(())
    }
}
