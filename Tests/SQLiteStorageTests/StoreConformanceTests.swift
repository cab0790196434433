import SQLiteStorage
import TestKit
import Testing

@Suite struct StoreConformanceTests {
    @Test(arguments: StoreConformance.allCases)
    func `it keeps the promises of a store`(promise: StoreConformance) async throws {
        let folder = try StoreFolder()
        try await promise.check { try await folder.open(publish: $0) }
    }
}
