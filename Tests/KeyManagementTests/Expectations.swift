import Auditing
import KeyManagement
import Keys
import Storage
import TestKit
import Testing

/// Expects a refusal with that code and gives it for a closer look.
@discardableResult
func expectRefusal(
    _ code: ManagementError.Code, sourceLocation: SourceLocation = #_sourceLocation,
    _ act: () async throws -> Void
) async -> ManagementError? {
    do {
        try await act()
        Issue.record("nothing was refused", sourceLocation: sourceLocation)
    } catch let error as ManagementError {
        #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
        return error
    } catch {
        Issue.record("\(error)", sourceLocation: sourceLocation)
    }
    return nil
}

/// Expects a refusal that points at these members.
func expectObjections(
    _ pointers: [String], sourceLocation: SourceLocation = #_sourceLocation, _ act: () async throws -> Void
) async {
    let error = await expectRefusal(.invalid, sourceLocation: sourceLocation, act)
    #expect(error?.fields.map(\.pointer) == pointers, "\(error?.fields ?? [])", sourceLocation: sourceLocation)
}

extension ManagementWorld {
    /// Every audit entry, oldest first.
    func entries() async throws -> [AuditEntry] {
        try await self.store.read { reader in
            try reader.auditEntries(matching: .init(), .oldestFirst, from: nil, limit: .max).map(\.entry)
        }
    }

    func record(_ id: KeyID) async throws -> KeyRecord {
        try #require(await self.store.read { try $0.key(id) })
    }

    func desk() -> AdmissionDesk { AdmissionDesk(self.publication, clock: self.clock) }
}

extension KeyWithToken {
    var id: KeyID { self.key.record.id }

    func bytes() throws -> [UInt8] { try #require(self.token).copy }
}

extension WriteOptions {
    static func idempotent(_ key: String, body: UInt64 = 1) -> Self {
        .init(
            idempotency: .init(operation: "POST /v1/keys", key: key, bodyDigest: .init(words: (body, 0, 0, 0))))
    }
}
