package import Admission
package import Cryptography
package import Keys
package import Storage

/// The control plane: performs operations and answers queries over a store.
///
/// A write is: rights, one transaction of change and audit entry, publication, answer. Nothing here speaks HTTP.
package final class ControlPlane: Sendable {
    package let store: any Store
    let tools: Tools
    let time: TimeSource
    let moments: ActMoments
    private let publication: SnapshotPublication
    /// What requests know of the last use of keys.
    var uses: KeyUses { self.publication.uses }
    private let operators: OperatorDirectory
    /// What becomes of keys that nobody uses.
    package let unusedKeys = UnusedKeyBoard()
    /// For work that blocks.
    let workbench: Workbench

    /// The store's publish hook feeds the publisher of `publication` and the operator directory, and both were loaded
    /// from it already. The readers of the publication are those whom receipts wait for.
    package init(
        store: any Store, publication: SnapshotPublication, operators: OperatorDirectory, keyring: Keyring,
        settings: ManagementSettings = .init(), insight: UsageInsight = .none, workbench: Workbench = .inPlace,
        time: TimeSource, randomBytes: @escaping RandomBytes
    ) {
        self.store = store
        self.tools = .init(keyring: keyring, settings: settings, insight: insight, randomBytes: randomBytes)
        self.time = time
        self.moments = .init(time)
        self.publication = publication
        self.operators = operators
        self.workbench = workbench
    }

    /// Does what the operation says, durably and published when it returns.
    @discardableResult
    package func perform<Operation: ManagementOperation>(
        _ operation: Operation, by caller: Caller, _ options: WriteOptions = .init()
    ) async throws(ManagementError) -> WriteOutcome<Operation.Output> {
        try await self.write(operation, caller, options) { act in
            (try operation.perform(in: act), false)
        }
    }

    /// Creates what the operation says; the same idempotency key again leads to the same thing.
    package func create<Operation: CreatingOperation>(
        _ operation: Operation, by caller: Caller, _ options: WriteOptions = .init()
    ) async throws(ManagementError) -> WriteOutcome<Operation.Output> {
        try await self.write(operation, caller, options) { act in
            try IdempotentCreation(operation).perform(in: act)
        }
    }

    /// Answers a question, to whoever may ask it.
    package func answer<Query: ManagementQuery>(
        _ query: Query, for caller: Caller
    ) async throws(ManagementError) -> Query.Output {
        let now = self.time.wallTime()
        return try await Self.bridged {
            try await self.store.read { reader in
                try Self.authorize(caller, at: query.requiredLevel, reader, now: now)
                return try query.answer(in: .init(reader: reader, now: now, tools: self.tools))
            }
        }
    }

    /// The operator whose key this is; `nil` for anything else. The first use of a key is written down.
    package func authenticate(
        _ token: [UInt8], address: IPAddress?
    ) async throws(ManagementError) -> Actor? {
        guard let found = self.identify(token) else { return nil }
        let actor = Actor.operator(found.id, found.level)
        guard found.firstUsedAt == nil else { return actor }
        try await self.perform(NoteOperatorUse(id: found.id), by: .init(actor: .system, address: address))
        return actor
    }

    /// The operator whose key this is; `nil` for anything else. Writes nothing down.
    func identify(_ token: [UInt8]) -> Operator? {
        let authenticator = OperatorAuthenticator(directory: self.operators, hasher: self.tools.keyring.operatorHasher)
        return authenticator.authenticate(token.span, at: self.time.wallTime())
    }

    /// How much the keys were used, for those who are about to take them away.
    package func blastRadius(
        of selection: KeySelection, for caller: Caller
    ) async throws(ManagementError) -> BlastRadius {
        let (keys, radius) = try await self.answer(BlastRadiusQuery(selection: selection), for: caller)
        var complete = radius
        complete.requestsLastDay = await self.tools.insight.requestsLastDay(keys)
        return complete
    }

    private func write<Operation: ManagementOperation>(
        _ operation: Operation, _ caller: Caller, _ options: WriteOptions,
        _ body: @escaping @Sendable (Act) throws -> (Operation.Output, isReplay: Bool)
    ) async throws(ManagementError) -> WriteOutcome<Operation.Output> {
        let committed = try await Self.bridged {
            do {
                return try await self.store.commit(operation.priority) { transaction in
                    let now = self.moments.now()
                    try Self.authorize(caller, at: Operation.requiredLevel, transaction, now: now)
                    let act = Act(
                        transaction: transaction, caller: caller, options: options, now: now, tools: self.tools,
                        moments: self.moments)
                    let result = try body(act)
                    if operation.priority == .revocation { try act.noteLateTime(self.time.evenTime()) }
                    if options.isDryRun { throw TakenBack(result: result) }
                    return result
                }
            } catch let dryRun as TakenBack<(Operation.Output, isReplay: Bool)> {
                return .init(takenBack: dryRun.result)
            }
        }
        let receipt =
            operation.priority == .revocation && !options.isDryRun
            ? await RevocationWait(self.publication, self.time, self.tools.settings).receipt() : nil
        return .init(
            value: committed.value.0, isReplay: committed.value.isReplay, isDryRun: options.isDryRun, receipt: receipt,
            entries: committed.entries, proofs: committed.proofs)
    }

    /// Rights are judged by what the store says inside the transaction: an operator revoked a moment ago has none.
    private static func authorize(
        _ caller: Caller, at level: Operator.Level, _ reader: any StoreReading, now: WallTime
    ) throws {
        guard caller.actor.level.includes(level) else { throw ManagementError.forbidden(caller.actor, needs: level) }
        guard case .operator(let id, _) = caller.actor else { return }
        guard let found = try reader.operator(id), found.isLive(at: now) else {
            throw ManagementError(.unauthenticated, "The operator key has expired or was revoked.")
        }
        guard found.level.includes(level) else {
            throw ManagementError.forbidden(.operator(id, found.level), needs: level)
        }
    }

    /// Turns what any layer below throws into what a caller can act on.
    private static func bridged<Value>(_ body: () async throws -> Value) async throws(ManagementError) -> Value {
        do {
            return try await body()
        } catch let error as ManagementError {
            throw error
        } catch let error as StorageError {
            throw .init(error)
        } catch let objection as LifecycleObjection {
            throw .init(objection)
        } catch {
            throw .init(.internal, "\(error)")
        }
    }
}

/// Carries the result of a dry run out of the transaction that it takes back.
private struct TakenBack<Result: Sendable>: Error {
    let result: Result
}

extension Operator {
    /// Whether the operator's key still works.
    func isLive(at now: WallTime) -> Bool {
        self.revokedAt == nil && self.expiresAt.map { $0 > now } ?? true
    }
}
