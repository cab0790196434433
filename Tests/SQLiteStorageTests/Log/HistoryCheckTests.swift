import Auditing
import SQLiteStorage
import Storage
import Testing

/// What a start leaves unchecked is found afterwards, by name.
@Suite struct HistoryCheckTests {
    /// Edits of what a start does not look at, and what the finding names.
    private static let edits = [
        ("UPDATE audit_entries SET mac = zeroblob(32) WHERE sequence = 700", "entry 700"),
        ("DELETE FROM audit_entries WHERE sequence = 512", "512"),
        (
            """
            UPDATE audit_entries SET (leaf, leaf_hash, mac) =
                (SELECT leaf, leaf_hash, mac FROM audit_entries WHERE sequence = 20) WHERE sequence = 10
            """, "entry 10"
        ),
    ]

    @Test func `a history that nobody touched is found whole, and what was changed is found and named`() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        var fixture = Fixture(seed: 310)
        try await store.append(SQLiteStore.checkedEntries + 1000, fixture.key())
        #expect(store.unchecked.isDone, "a new store has nothing to check")
        await store.close()
        #expect(try await self.fault(in: folder.path, folder, steps: 4) == nil)
        for (edit, name) in Self.edits {
            let copy = try folder.image()
            try folder.edit(edit, in: copy)
            let fault = try await self.fault(in: copy, folder)
            #expect(fault?.code == .damaged, "\(edit)")
            #expect(fault?.message.contains(name) == true, "\(edit): \(fault?.message ?? "nothing")")
        }
    }

    /// Opens the store, which is not refused, and checks the rest of its history.
    private func fault(in path: String, _ folder: StoreFolder, steps: Int? = nil) async throws -> StorageError? {
        let store = try await folder.open(folder: path)
        var check = store.unchecked
        var taken = 0
        var fault: StorageError?
        while !check.isDone, fault == nil {
            do {
                check = try await store.read { [check] reader in
                    var check = check
                    try check.step(reader)
                    return check
                }
                taken += 1
            } catch {
                fault = error as? StorageError
            }
        }
        if let steps { #expect(taken == steps) }
        await store.close()
        return fault
    }
}
