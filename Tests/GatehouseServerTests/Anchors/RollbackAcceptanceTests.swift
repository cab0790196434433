import Auditing
import Testing

@testable import GatehouseServer

@Suite struct RollbackAcceptanceTests {
    private struct Objection: Error {}

    private static func acceptance() throws -> RollbackAcceptance {
        let name = try #require(RollbackName("7:00d1f3a9c2b45e6700d1f3a9"))
        return RollbackAcceptance(name: name, tokens: [[1, 2, 3], [4, 5, 6]])
    }

    @Test func `the keys are lent once`() async throws {
        let acceptance = try Self.acceptance()
        #expect(try await acceptance.use { $0 } == [[1, 2, 3], [4, 5, 6]])
        #expect(try await acceptance.use { $0 } == [])
    }

    @Test func `they are gone after a refusal, and unused`() async throws {
        let refused = try Self.acceptance()
        await #expect(throws: Objection.self) { try await refused.use { _ in throw Objection() } }
        #expect(try await refused.use { $0 } == [])
        let unused = try Self.acceptance()
        unused.wipe()
        #expect(try await unused.use { $0 } == [])
    }
}
