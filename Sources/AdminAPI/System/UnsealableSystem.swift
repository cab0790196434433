package import Cryptography
package import KeyManagement
package import Storage

/// A server that is open for as long as it runs and keeps no slots: one over a store in memory.
package struct UnsealableSystem: SystemControl {
    package init() {}

    package func status() async throws -> SealStatus { .init(phase: .open, opensByItself: true) }

    package func seal(by caller: Caller, isDryRun: Bool) async throws -> SealStatus { throw Self.refusal }

    package func unseal(with passphrase: Passphrase?, slot: UInt8?, by caller: Caller) async throws -> SealStatus {
        try await self.status()
    }

    package func slots() async throws -> [SlotDescription] { [] }

    package func addSlots(_ order: SlotOrder, by caller: Caller, isDryRun: Bool) async throws -> [SlotDescription] {
        throw Self.refusal
    }

    package func removeSlot(_ number: UInt8, by caller: Caller, isDryRun: Bool) async throws -> [SlotDescription] {
        throw Self.refusal
    }

    package func replaceRootKey(
        with passphrases: [Passphrase], by caller: Caller, isDryRun: Bool
    ) async throws -> Rekeying {
        throw Self.refusal
    }

    package func testSlot(_ number: UInt8, with part: SlotTrial) async throws -> SlotDescription {
        throw Self.refusal
    }

    private static let refusal = ManagementError(
        .notFound, "This server keeps its keys in memory alone: it has no slots and cannot be sealed.")
}
