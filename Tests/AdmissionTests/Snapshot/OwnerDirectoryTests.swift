import Keys
import TestKit
import Testing

@testable import Admission

@Suite struct OwnerDirectoryTests {
    private func identity(_ id: IdentityID, _ external: String?) -> Identity {
        .init(
            id: id, projectID: ProjectID(high: 1, low: 1), category: .service, name: "a", externalID: external,
            createdAt: AdmissionFixture.now)
    }

    @Test func `many owners are found by what they are called elsewhere, and forgotten when they are called nothing`() {
        var random = SeededGenerator(seed: 31)
        var directory = OwnerDirectory()
        let ids = (0..<2_000).map { _ in IdentityID { random.bytes($0) } }
        #expect(directory[ids[0]] == nil)
        for (index, id) in ids.enumerated() { directory.set(self.identity(id, "user_\(index)")) }
        let before = directory
        for id in ids.prefix(1_000) { directory.set(self.identity(id, nil)) }
        for (index, id) in ids.enumerated() {
            #expect(before[id] == "user_\(index)")
            #expect(directory[id] == (index < 1_000 ? nil : "user_\(index)"))
        }
    }
}
