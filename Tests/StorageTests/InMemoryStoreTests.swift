import Keys
import Storage
import TestKit
import Testing

@Suite struct InMemoryStoreTests {
    @Test(arguments: StoreConformance.allCases)
    func `it keeps the promises of a store`(promise: StoreConformance) async throws {
        try await promise.check { try InMemoryStore(signer: .fixed(), publish: $0) }
    }

    @Test func `a commit that fails leaves nothing behind and is not published`() async throws {
        let records = RecordFixtures()
        let store = try InMemoryStore(
            signer: .fixed(), fault: { $0 == .beforeCommit ? .init(.full, "no space") : nil },
            publish: { _ in Issue.record("nothing may be published") })
        await #expect(throws: StorageError.self) {
            try await store.write(.ordinary) { try $0.insert(records.project) }
        }
        #expect(try await store.read { try $0.project(records.project.id) } == nil)
    }

    @Test func `a death between commit and publication keeps what was durable`() async throws {
        let records = RecordFixtures()
        let store = try InMemoryStore(
            signer: .fixed(), fault: { $0 == .beforePublication ? .init(.poisoned, "died") : nil },
            publish: { _ in Issue.record("nobody heard of it") })
        await #expect(throws: StorageError.self) {
            try await store.write(.ordinary) { try $0.insert(records.project) }
        }
        let reopened = try InMemoryStore(image: store.image, signer: .fixed(), publish: { _ in })
        #expect(try await reopened.read { try $0.project(records.project.id) } == records.project)
    }

    @Test func `an image does not change with the store it was taken of`() async throws {
        let records = RecordFixtures()
        let store = try InMemoryStore(signer: .fixed(), publish: { _ in })
        let image = store.image
        try await store.write(.ordinary) { try $0.insert(records.project) }
        let reopened = try InMemoryStore(image: image, signer: .fixed(), publish: { _ in })
        #expect(try await reopened.read { try $0.project(records.project.id) } == nil)
    }
}
