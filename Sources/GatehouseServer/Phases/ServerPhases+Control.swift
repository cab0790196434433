import AdminAPI
import Cryptography
import KeyManagement
import Keys
import Logging
import SQLiteStorage
import Storage
import Synchronization

extension ServerPhases: SystemControl {
    func status() async throws -> SealStatus {
        let now = self.time.monotonic()
        let (phase, vault) = self.state.withLock { state in
            state.vault?.forgetStale(at: now)
            return (state.machine.phase, state.vault)
        }
        return SealStatus(
            phase: phase, wantedSlots: vault?.wanted.map(\.number) ?? [],
            openedSlots: vault?.openedSlots.sorted() ?? [], opensByItself: await self.opensByItself())
    }

    // MARK: Opening

    func unseal(with passphrase: Passphrase?, slot: UInt8?, by caller: Caller) async throws -> SealStatus {
        let providers =
            passphrase.map { [PassphraseProvider(passphrase: $0, randomBytes: SecureRandom.system)] }
            ?? self.sources.providers
        switch self.state.withLock({ $0.machine.unsealRequested() }) {
        case .alreadyOpen: return try await self.status()
        case .refuse: throw ManagementError(.overloaded, "The server is being opened or sealed.", fix: "Ask again.")
        case .tryToOpen: break
        }
        do {
            try await self.tryToOpen(with: providers, slot: slot, by: caller)
        } catch {
            self.state.withLock { $0.machine.attemptEnded(isOpen: false) }
            throw error
        }
        return try await self.status()
    }

    private func tryToOpen(
        with providers: [any RootKeyProvider], slot: UInt8?, by caller: Caller
    ) async throws {
        guard var vault = self.state.withLock({ $0.vault }) else {
            throw ManagementError(.sealed, "There is no store.")
        }
        let now = self.time.monotonic()
        vault.forgetStale(at: now)
        let attempt = await vault.open(with: providers, slot: slot, at: now)
        guard let rootKey = attempt.rootKey else {
            self.state.withLock { $0.vault = vault }
            guard attempt.opened > 0 else { throw Self.refusal(attempt.failure) }
            self.logger.notice("half of the root key was given", metadata: ["actor": "\(caller.actor)"])
            return self.state.withLock { $0.machine.attemptEnded(isOpen: false) }
        }
        try await self.openAgain(vault, rootKey, by: caller)
    }

    /// A server that cannot be started leaves the store locked, as it was.
    private func openAgain(_ vault: SealedVault, _ rootKey: RootKey, by caller: Caller) async throws {
        self.state.withLock { $0.vault = nil }
        let listener: AdminServer
        do throws(NodeBuilder.Failure) {
            listener = try await self.open(vault.locked, rootKey, by: caller)
        } catch {
            if let locked = error.locked, let checkValue = locked.checkValue {
                self.state.withLock { $0.vault = SealedVault(locked, checkValue: checkValue) }
            }
            throw self.cannotOpen(StartFailure(error.cause))
        }
        // Seldom more than a moment; a listener that cannot be opened ends the server, which says why.
        for _ in 0..<500 where !listener.isListening && !listener.isOver {
            try? await Task.sleep(for: .milliseconds(10))
        }
        guard listener.isListening else {
            throw ManagementError(
                .slotUnavailable, "The root key is right, but the admin API cannot listen: the server ends.",
                fix: "Look at the server's log, mend what it says, and start it again.")
        }
        self.logger.notice("opened", metadata: ["actor": "\(caller.actor)"])
    }

    /// Told in the log as well: whoever looks there was not always the one who has asked.
    private func cannotOpen(_ failure: StartFailure) -> ManagementError {
        self.logger.error(
            "the root key is right, but the server cannot start",
            metadata: ["reason": "\(failure.message)", "exit_code": "\(failure.code.rawValue)"])
        let reason = failure.message.hasSuffix(".") ? String(failure.message.dropLast()) : failure.message
        return ManagementError(
            failure.code == .rolledBack ? .rolledBack : .slotUnavailable,
            "The root key is right, but the server cannot start: \(reason).")
    }

    private static func refusal(_ failure: CryptographyError?) -> ManagementError {
        guard let failure else { return .init(.slotRejected, "There is no slot that this could open.") }
        guard failure.code == .envelopeRejected else { return Self.unavailable(failure) }
        return .init(.slotRejected, "This opens no slot.")
    }

    // MARK: Sealing

    func seal(by caller: Caller, isDryRun: Bool) async throws -> SealStatus {
        guard !isDryRun else { return SealStatus(phase: .sealed, opensByItself: await self.opensByItself()) }
        switch self.state.withLock({ $0.machine.sealRequested() }) {
        case .alreadySealed: break
        case .refuse: throw ManagementError(.overloaded, "The server is being opened.", fix: "Ask again.")
        case .join: try await self.sealed()
        case .giveUp:
            try await self.noteSealing(by: caller)
            try await self.sealed { self.giveUp() }
        }
        return try await self.status()
    }

    /// The entry is written before anything is given up: without it nothing is.
    private func noteSealing(by caller: Caller) async throws {
        let hold = self.state.withLock { $0.hold }
        do {
            try await hold?.control.perform(NoteSealing(.seal), by: caller)
        } catch {
            self.state.withLock { $0.machine.sealingFailed() }
            throw error
        }
    }

    private func giveUp() {
        let hold = self.state.withLock { $0.hold.take() }
        hold?.end()
    }

    /// Returns when the server is sealed. `begin` is done once this waits.
    private func sealed(_ begin: () -> Void = {}) async throws {
        try await withCheckedThrowingContinuation { continuation in
            let isOver = self.state.withLock { state in
                guard state.machine.phase == .sealing else { return true }
                state.sealing.append(continuation)
                return false
            }
            if isOver { continuation.resume() }
            begin()
        }
    }

    // MARK: Slots

    func slots() async throws -> [SlotDescription] { SlotDescription.all(of: try await self.rootKeySlots()) }

    func addSlots(_ order: SlotOrder, by caller: Caller, isDryRun: Bool) async throws -> [SlotDescription] {
        let hold = try self.openHold()
        let there = try await self.rootKeySlots()
        let maker = SlotMaker(sources: self.sources, rootKey: hold.keys.rootKey)
        guard !isDryRun else { return SlotDescription.all(of: there + (try maker.planned(order, beside: there))) }
        let made: [RootKeySlot]
        do {
            made = try await maker.make(order, beside: there)
        } catch let error as CryptographyError {
            throw Self.unavailable(error)
        }
        let operation = AddSlots(made, checkValue: hold.keys.rootKey.checkValue)
        return try await hold.control.perform(operation, by: caller).value
    }

    func removeSlot(_ number: UInt8, by caller: Caller, isDryRun: Bool) async throws -> [SlotDescription] {
        let options = WriteOptions(isDryRun: isDryRun)
        return try await self.openHold().control.perform(RemoveSlot(number), by: caller, options).value
    }

    func testSlot(_ number: UInt8, with trial: SlotTrial) async throws -> SlotDescription {
        let slots = try await self.rootKeySlots()
        guard let slot = slots.first(where: { $0.number == number }),
            let description = SlotDescription.all(of: slots).first(where: { $0.number == number })
        else { throw ManagementError.notFound("slot \(number)") }
        do throws(CryptographyError) {
            let provider = try self.sources.provider(ofKind: slot.kind, trial)
            var opener = SlotOpener(slots: [slot], checkValue: try self.checkValue())
            let step = try opener.take(await provider.unwrap(slot.wrapped, at: slot.place), from: number)
            // Half of a key cannot be told from another; that it was sealed for this slot is what can be seen.
            if case .opened = step { return description }
            if slot.share != .whole { return description }
        } catch {
            throw error.code == .envelopeRejected ? Self.refusal(error) : Self.unavailable(error)
        }
        throw ManagementError(.slotRejected, "The slot holds another root key than that of this store.")
    }

    func openHold() throws(ManagementError) -> OpenHold {
        guard let hold = self.state.withLock({ $0.hold }) else { throw .init(.sealed, "The server is sealed.") }
        return hold
    }

    private func rootKeySlots() async throws -> [RootKeySlot] {
        let (vault, hold) = self.state.withLock { ($0.vault, $0.hold) }
        if let hold { return try await hold.control.answer(RootKeySlots(), for: .system) }
        guard let vault else { throw ManagementError(.overloaded, "The server is being opened or sealed.") }
        return vault.locked.slots
    }

    private func checkValue() throws(CryptographyError) -> Digest256 {
        let known = self.state.withLock { $0.hold?.keys.rootKey.checkValue ?? $0.vault?.locked.checkValue }
        guard let known else { throw .init(.keyUnusable, "the server is being opened or sealed") }
        return known
    }

    /// Whether a start would open the server without a person.
    private func opensByItself() async -> Bool {
        guard let slots = try? await self.rootKeySlots(), let checkValue = try? self.checkValue() else { return false }
        let opening = await SlotOpening.attempt(slots, checkValue: checkValue, providers: self.sources.providers)
        if case .opened = opening.step { return true }
        return false
    }

    static func unavailable(_ error: CryptographyError) -> ManagementError {
        .init(.slotUnavailable, error.message.prefix(1).uppercased() + error.message.dropFirst() + ".")
    }
}
