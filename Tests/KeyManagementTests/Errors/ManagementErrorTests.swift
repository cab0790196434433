import KeyManagement
import Keys
import Storage
import TestKit
import Testing

@Suite struct ManagementErrorTests {
    @Test(arguments: StorageError.Code.allCases)
    func `every failure of a store means something to a caller`(code: StorageError.Code) {
        let error = ManagementError(StorageError(code, "detail"))
        let expected: ManagementError.Code =
            switch code {
            case .full: .storageFull
            case .duplicate: .nameTaken
            case .stale: .preconditionFailed
            case .overloaded: .overloaded
            case .unexpected: .internal
            case .foreign, .damaged, .wrongRootKey, .denied, .held, .exposed, .poisoned, .closed: .storageUnavailable
            }
        #expect(error.code == expected)
    }

    @Test func `codes are stable`() {
        #expect(
            ManagementError.Code.allCases.map(\.rawValue) == [
                "unauthenticated", "forbidden", "not_found", "invalid_request", "cursor_invalid", "name_taken",
                "key_revoked", "key_expired", "too_many_live_versions", "rotation_not_pending", "operator_active",
                "rotation_under_way",
                "too_many_targets",
                "precondition_failed", "precondition_required", "idempotency_mismatch", "idempotency_used",
                "storage_full", "storage_unavailable", "temporarily_unavailable", "sealed", "slot_rejected",
                "slot_unavailable", "rolled_back", "last_slot", "internal_error",
            ])
    }

    @Test func `a full disk is told as what it is, and nothing is changed`() async throws {
        let world = try await ManagementWorld(makeStore: { hook in
            try InMemoryStore(
                signer: .fixed(), fault: { $0 == .beforeCommit ? .init(.full, "no space") : nil }, publish: hook)
        })
        let error = await expectRefusal(.storageFull) { try await world.perform(CreateProject(name: "p")) }
        #expect(error?.fix != nil)
        #expect(try await world.entries().isEmpty)
    }

    @Test func `whatever else is thrown is a bug, told only in the log`() async throws {
        let world = try await ManagementWorld()
        let error = await expectRefusal(.internal) { try await world.perform(Failing()) }
        #expect(error?.description.hasPrefix("internal_error: ") == true)
    }

    private struct Failing: ManagementOperation {
        struct Unforeseen: Error {}

        func perform(in act: Act) throws -> Bool { throw Unforeseen() }
    }
}
