import Auditing
import KeyManagement
import Keys
import Storage

/// How an act ended.
enum AttemptOutcome<Value> {
    case done(Value)
    /// It took effect, but the process died before it could answer.
    case doneUnheard
    /// It took no effect: the process died before the commit, or there was no space.
    case undone
    /// It was refused, as it had to be.
    case refused

    var value: Value? {
        if case .done(let value) = self { value } else { nil }
    }

    /// Whether anything came of it.
    var tookEffect: Bool {
        switch self {
        case .done, .doneUnheard: true
        case .undone, .refused: false
        }
    }
}

extension Simulation {
    typealias Attempted<Value: Sendable> = (ControlPlane, Caller) async throws(ManagementError) -> HeardAnswer<Value>

    /// Does an act, now and then with a fault in its commit. A refusal must be the one the reference expects.
    ///
    /// `isUrgent`: It takes access away, so that a full disk must not keep it from happening. `caller`: who does it; by
    ///   default somebody.
    mutating func attempt<Value: Sendable>(
        expecting expected: ManagementError.Code? = nil, isUrgent: Bool = false, by caller: Caller? = nil,
        _ act: Attempted<Value>
    ) async throws -> AttemptOutcome<Value> {
        let fault = expected == nil && self.random.oneIn(12) ? self.random.pick(self.process.disk.faults) : nil
        if let fault {
            self.log("with a fault: \(fault)")
            try await self.process.disk.arm(fault, isUrgent: isUrgent)
        }
        self.process.disk.willWrite()
        let caller = caller ?? self.caller()
        let result: Result<HeardAnswer<Value>, ManagementError>
        do throws(ManagementError) {
            result = .success(try await act(self.process.world.plane, caller))
        } catch {
            result = .failure(error)
        }
        if let fault { return try await self.settle(fault, result, isUrgent: isUrgent) }
        return try await self.settle(result, expecting: expected)
    }

    /// Nothing went wrong with the commit.
    private mutating func settle<Value>(
        _ result: Result<HeardAnswer<Value>, ManagementError>, expecting expected: ManagementError.Code?
    ) async throws -> AttemptOutcome<Value> {
        switch result {
        case .success(let answer):
            guard expected == nil else { throw Discrepancy(finding: "an act was done that had to be refused") }
            try await self.hear(answer)
            return .done(answer.value)
        case .failure(let error):
            guard let expected, error.code == expected else {
                throw Discrepancy(finding: "failed with \(error), expected \(expected?.rawValue ?? "no failure")")
            }
            try await self.watcher.look(at: self.process.opened.store, expecting: self.watcher.size)
            return .refused
        }
    }

    /// Something did. Whoever comes after sees what was durable; the caller brings the reference up to it.
    private mutating func settle<Value>(
        _ fault: CommitFault, _ result: Result<HeardAnswer<Value>, ManagementError>, isUrgent: Bool
    ) async throws -> AttemptOutcome<Value> {
        switch fault {
        case .diskFull: return try await self.settleFullDisk(result, isUrgent: isUrgent)
        case .syncFailed:
            guard case .failure = result else { throw Discrepancy(finding: "an act was done though its sync failed") }
            try await self.requirePoison()
            let before = self.watcher.size
            try await self.restart()
            return self.watcher.size > before ? .doneUnheard : .undone
        case .powerLost:
            try await self.restart(expecting: self.watcher.size)
            return .undone
        case .answerLost:
            try await self.restart()
            return .doneUnheard
        }
    }

    private mutating func settleFullDisk<Value>(
        _ result: Result<HeardAnswer<Value>, ManagementError>, isUrgent: Bool
    ) async throws -> AttemptOutcome<Value> {
        try await self.process.disk.disarm()
        switch result {
        case .success(let answer):
            try await self.hear(answer)
            return .done(answer.value)
        case .failure(let error):
            guard error.code == .storageFull else { throw Discrepancy(finding: "a full disk came out as \(error)") }
            guard !isUrgent || !self.process.disk.hasReserve else {
                throw Discrepancy(finding: "a full disk kept access from being taken away")
            }
            try await self.watcher.look(at: self.process.opened.store, expecting: self.watcher.size)
            return .undone
        }
    }

    /// After a failed sync nothing is written any more, whatever is asked.
    private func requirePoison() async throws {
        do throws(ManagementError) {
            _ = try await self.process.world.plane.perform(NoteSealing(.unseal), by: .system)
        } catch {
            guard error.code == .storageUnavailable else { throw Discrepancy(finding: "a failed sync became \(error)") }
            return
        }
        throw Discrepancy(finding: "the store reports success after a failed sync")
    }

    /// Takes in what an answer says of the log.
    private mutating func hear<Value>(_ answer: HeardAnswer<Value>) async throws {
        let store = self.process.opened.store
        guard let entries = answer.entries else { return try await self.watcher.look(at: store) }
        var proofs = answer.proofs
        if self.process.bug == .proofStale { swap(&proofs, &self.staleProofs) }
        if self.process.bug == .entryInvented, self.random.oneIn(16) {
            try await self.process.world.plane.perform(NoteSealing(.unseal), by: .system)
        }
        try await self.watcher.hear(entries, proofs, from: store)
    }

    /// Somebody, from somewhere, so that entries have details of several people.
    mutating func caller() -> Caller {
        let number = UInt32(self.random.number(below: 3))
        return .init(
            actor: .local(uid: number), requestID: ManagementWorld.root.requestID,
            address: IPAddress(ipv4: 0xc000_0200 + number))
    }
}

extension ReferenceKey.ActRefusal {
    /// What the control plane calls it.
    var code: ManagementError.Code {
        switch self {
        case .revoked: .keyRevoked
        case .expired: .keyExpired
        case .tooMany: .tooManyLiveVersions
        case .notPending: .rotationNotPending
        case .used: .idempotencyUsed
        }
    }
}
