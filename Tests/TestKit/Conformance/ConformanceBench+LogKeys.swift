import Auditing
import Cryptography
import Keys
import Storage

extension ConformanceBench {
    func keepsLogKeys() async throws {
        try await self.appendEntry()
        let first = try await self.store.read { try $0.logKeys() }
        try self.require(first.map(\.number) == [1], "a log has a key from the beginning")
        try self.require(first.map(\.state) == [.signing], "which signs")
        try await self.refuses(.duplicate, "a second key 1") { try $0.insert(first[0]) }
        try await self.refuses(.stale, "a change of no revision") { try $0.update(first[0]) }
        // Its secret half is nobody's business here: the same envelope under another number opens nothing.
        let alien = LogKey(
            number: 2, state: .signing, verifyingKey: first[0].verifyingKey, envelope: first[0].envelope,
            createdAt: .distantPast, changedAt: .distantPast)
        await self.failsToSign(with: alien)
        let kept = try await self.store.read { try $0.logKeys() }
        try self.require(kept == first, "what cannot sign is not kept")
        try await self.appendEntry()
        let head = try await self.store.read { try $0.auditHead() }
        try self.require(head?.size == 2, "and the log goes on")
        try self.require(self.published.all.isEmpty, "nothing of it is published")
    }

    private func failsToSign(with key: LogKey) async {
        _ = try? await self.store.write(.ordinary) { store in
            try store.insert(key)
            try store.append(Self.logKeyDraft)
        }
    }

    private func appendEntry() async throws {
        try await self.store.write(.ordinary) { _ = try $0.append(Self.logKeyDraft) }
    }

    private static var logKeyDraft: AuditDraft {
        .init(
            timestamp: 1_796_083_200_000, tenant: nil, actor: .init(type: "local", id: "local:0"),
            action: .logKeyCreate, object: .init(type: "log_key", id: "2"))
    }
}
