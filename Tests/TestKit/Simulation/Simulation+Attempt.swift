import Auditing
import KeyManagement
import Keys
import Storage

/// How an act ended.
enum AttemptOutcome<Value> {
    case done(Value)
    /// It took effect, but the process died before it could answer.
    case doneUnheard
    /// It took no effect: the process died before the commit.
    case undone
    /// It was refused, as it had to be.
    case refused

    var value: Value? {
        if case .done(let value) = self { value } else { nil }
    }
}

extension Simulation {
    /// Does an act, now and then with a fault in its commit. The refusal must be the one the reference expects.
    mutating func attempt<Value>(
        expecting expected: ReferenceKey.ActRefusal? = nil,
        _ act: (ControlPlane, Caller) async throws(ManagementError) -> Value
    ) async throws -> AttemptOutcome<Value> {
        let fault: InMemoryStore.FaultPoint? =
            expected == nil && self.random.oneIn(12) ? self.random.pick(InMemoryStore.FaultPoint.allCases) : nil
        if let fault {
            self.log("with a fault: \(fault)")
            self.process.failNextCommit(fault)
        }
        self.process.willWrite()
        do throws(ManagementError) {
            let value = try await act(self.process.world.plane, ManagementWorld.root)
            guard expected == nil, fault == nil else {
                throw ManagementError(.internal, "an act was done that had to fail")
            }
            return .done(value)
        } catch {
            guard fault == nil || error.code != .storageUnavailable else {
                try await self.crash(after: fault)
                return fault == .beforeCommit ? .undone : .doneUnheard
            }
            guard let expected, error.code == Self.code(expected) else {
                throw Discrepancy(finding: "failed with \(error), expected \(expected.map { "\($0)" } ?? "no failure")")
            }
            return .refused
        }
    }

    /// A failed commit ends the process, as a failed fsync does; whoever comes after sees what was durable. The
    /// reference is brought up to it by the caller before anything is shown.
    private mutating func crash(after fault: InMemoryStore.FaultPoint?) async throws {
        try await self.process.crash()
        self.desk = AdmissionDesk(self.process.world.publication, clock: self.process.clock)
    }

    private static func code(_ refusal: ReferenceKey.ActRefusal) -> ManagementError.Code {
        switch refusal {
        case .revoked: .keyRevoked
        case .expired: .keyExpired
        case .tooMany: .tooManyLiveVersions
        case .notPending: .rotationNotPending
        case .used: .idempotencyUsed
        }
    }

    /// Effects and entries match one to one: every object has exactly one entry for each of its revisions, and the
    /// numbers have no gap.
    func checkAudit() async throws {
        let entries = try await self.process.world.store.read { reader in
            try reader.auditEntries(matching: .init(), .oldestFirst, from: nil, limit: .max).map(\.entry)
        }
        guard entries.map(\.sequence) == Array(0..<UInt64(entries.count)) else {
            throw Discrepancy(finding: "the audit log has a gap")
        }
        try await self.checkTree()
        let changes = entries.filter { $0.action != .keyRotationFinish }
        let versions = Dictionary(grouping: changes, by: \.object.id).mapValues { $0.compactMap(\.object.version) }
        let keys = try await self.process.world.store.read { reader in
            var keys: [(id: String, revision: UInt64)] = []
            try reader.forEachKey { key throws(StorageError) in keys.append((key.id.description, key.revision)) }
            return keys
        }
        for key in keys where versions[key.id] != Array(1...key.revision) {
            throw Discrepancy(finding: "\(key.id) has \(key.revision) revisions and entries \(versions[key.id] ?? [])")
        }
        guard Set(versions.keys.filter { $0.hasPrefix("key_") }) == Set(keys.map(\.id)) else {
            throw Discrepancy(finding: "there are entries about keys that are not there")
        }
    }

    /// The signed head is that of a tree over the entries.
    private func checkTree() async throws {
        let (hashes, note) = try await self.process.world.store.read { reader in
            (
                try reader.auditEntries(matching: .init(), .oldestFirst, from: nil, limit: .max).map(\.leafHash),
                try reader.auditCheckpoint()
            )
        }
        var tree = TreeEdge()
        for hash in hashes { _ = tree.append(hash) }
        let head = try note.map { try Checkpoint(text: $0.text) }
        guard head?.size ?? 0 == tree.size, head?.root ?? TreeHash.empty == tree.root else {
            throw Discrepancy(finding: "the checkpoint is not that of the \(hashes.count) entries")
        }
    }
}
