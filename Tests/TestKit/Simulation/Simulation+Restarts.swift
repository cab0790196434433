import KeyManagement
import Keys
import Storage

extension Simulation {
    /// The process dies, comes back, and everything acknowledged is still so.
    mutating func crash() async throws {
        self.log("crash")
        self.troubleProviders()
        try await self.process.disk.die()
        try await self.comeBack(expecting: self.watcher.size)
        try self.present(keysOf: self.order)
        if self.random.oneIn(3) { try await self.checkEverything() }
    }

    /// The keys are given up, and got back, while nothing else happens.
    mutating func sealAndUnseal() async throws {
        self.log("seal")
        let noted = try await self.attempt(isUrgent: true) { (plane, caller) throws(ManagementError) in
            .init(try await plane.perform(NoteSealing(.seal), by: caller))
        }
        guard case .done = noted else { return }
        self.troubleProviders()
        try await self.process.disk.seal()
        try await self.comeBack(expecting: self.watcher.size)
        _ = try await self.attempt(isUrgent: true) { (plane, caller) throws(ManagementError) in
            .init(try await plane.perform(NoteSealing(.unseal), by: caller))
        }
        try self.present(keysOf: self.order)
    }

    /// The process dies after a fault, and comes back; the caller brings the reference up to what happened.
    mutating func restart(expecting size: UInt64? = nil) async throws {
        try await self.process.disk.die()
        try await self.comeBack(expecting: size)
    }

    /// Starts, as soon as there are providers that give the root key.
    private mutating func comeBack(expecting size: UInt64?) async throws {
        let isHeld = self.setRightForStart(isCertain: size != nil)
        let ready = Set(self.process.providers.filter(\.isReady).map(\.kind))
        let isOpened = try await self.process.start()
        guard isOpened == self.vault.opens(with: ready) else {
            throw Discrepancy(finding: "with \(ready.sorted()) the store is \(isOpened ? "open" : "sealed")")
        }
        for provider in self.process.providers { provider.become(.ready) }
        if !isOpened {
            self.log("stays sealed until its providers are back")
            guard try await self.process.start() else { throw Discrepancy(finding: "no slot opens the store") }
        }
        if isHeld {
            self.log("the clock would end too many keys and is not believed")
            guard self.process.clock.now.milliseconds - self.latest.milliseconds <= 60_000 else {
                throw Discrepancy(finding: "a start ended keys in masses")
            }
        }
        self.desk = AdmissionDesk(self.process.world.publication, clock: self.process.clock)
        try await self.watcher.look(at: self.process.opened.store, expecting: size)
        if self.process.bug == .rotationForgotten { try await self.forgetRotations() }
        try await self.followRekeyings()
    }

    /// Now and then a provider is away, or comes with a key that is not the one it had.
    private mutating func troubleProviders() {
        for provider in self.process.providers where self.random.oneIn(3) {
            let standing = self.random.pick([SimulatedProvider.Standing.unavailable, .wrongKey])
            self.log("\(provider.kind) provider: \(standing)")
            provider.become(standing)
        }
    }
}
