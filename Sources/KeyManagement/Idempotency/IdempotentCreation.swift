import Keys
import Storage

/// A create under its idempotency key: done once, answered as often as it is asked, never with a secret that someone
/// may be using.
struct IdempotentCreation<Operation: CreatingOperation> {
    private let operation: Operation

    init(_ operation: Operation) { self.operation = operation }

    func perform(in act: Act) throws -> (Operation.Output, isReplay: Bool) {
        guard let idempotency = act.options.idempotency else { return (try self.operation.perform(in: act), false) }
        guard (1...WriteOptions.Idempotency.longestKey).contains(idempotency.key.unicodeScalars.count) else {
            throw ManagementError(
                .invalid, "An idempotency key has 1 to \(WriteOptions.Idempotency.longestKey) characters.")
        }
        let scope = idempotency.scope(of: act.caller.actor)
        if let record = try act.transaction.idempotencyRecord(scope), Self.isLive(record, at: act.now) {
            guard record.bodyDigest.equalsInConstantTime(idempotency.bodyDigest) else {
                throw ManagementError(
                    .idempotencyMismatch, "The idempotency key was sent before with another body.",
                    fix: "Send a new idempotency key for a new request.")
            }
            return (try self.operation.replay(record, in: act), true)
        }
        let output = try self.operation.perform(in: act)
        let resource = self.operation.created(output)
        try act.transaction.put(
            .init(
                scope: scope, bodyDigest: idempotency.bodyDigest, resourceID: resource.id,
                versionNumber: resource.versionNumber, createdAt: act.now))
        return (output, false)
    }

    private static func isLive(_ record: IdempotencyRecord, at now: WallTime) -> Bool {
        record.createdAt.adding(seconds: WriteOptions.Idempotency.lifetimeSeconds) > now
    }
}

extension ManagementError {
    /// What a record names is not there any more: a bug, because nothing is ever deleted.
    static func replayLost(_ record: IdempotencyRecord) -> Self {
        .init(.internal, "the idempotency record of \(record.resourceID) names nothing")
    }

    static let replayUsed = Self(
        .idempotencyUsed, "What this idempotency key created is in use; its secret is not shown again.",
        fix: "Rotate the key if its secret was lost.")
}
