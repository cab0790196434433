import Keys
import SQLiteStorage
import Storage
import TestKit
import Testing

/// Someone edits the credentials of imported keys while the server is down.
@Suite struct ForeignTamperingTests {
    @Test(arguments: [
        "environment_id = 'AAAAAAAAAAAAAAAA'", "source = 'kong'", "foreign_id = 'other'", "found_by = 'bucket 9'",
        "found_by = NULL", "is_weak = 1 - is_weak", "revision = revision + 1", "mac = zeroblob(32)",
        "content = zeroblob(120)", "id = 'AAAAAAAAAAAAAAAA'",
    ])
    func `an edited credential is refused, so that its key stays unknown`(change: String) async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        var samples = RecordSamples(seed: 31)
        let credential = ForeignCredential(
            keyID: samples.id(), environmentID: samples.id(), source: .csv, foreignID: "41",
            proof: .keyed(samples.digest()), pepperVersion: 1, importedAt: samples.moment())
        try await store.write(.ordinary) { try $0.insert(credential) }
        await store.close()
        let again = try await folder.open()
        let whole = try await again.read { try $0.foreignCredentials(.all, after: nil, limit: 10) }
        #expect(whole == [credential])
        await again.close()
        try folder.edit("UPDATE foreign_credentials SET \(change)")
        let edited = try await folder.open()
        await #expect(throws: StorageError.self) {
            _ = try await edited.read { try $0.foreignCredentials(.all, after: nil, limit: 10) }
        }
        await edited.close()
    }
}
