import Admission
import KeyManagement
import Keys
import Storage
import TestKit
import Testing

@Suite struct EnvironmentTests {
    @Test func `an environment begins with a pepper of its own, sealed`() async throws {
        let world = try await ManagementWorld()
        let live = try await world.makeEnvironment()
        let test = try await world.perform(CreateEnvironment(projectID: live.projectID, name: "test", tag: "test"))
        let (first, second) = try await world.store.read {
            (try $0.peppers(of: live.id), try $0.peppers(of: test.id))
        }
        #expect(first.count == 1 && first[0].version == 1 && second.count == 1)
        #expect(first[0].envelope != second[0].envelope)
    }

    @Test func `a key of one environment is unknown in another`() async throws {
        let world = try await ManagementWorld()
        let live = try await world.makeEnvironment()
        let test = try await world.perform(CreateEnvironment(projectID: live.projectID, name: "test", tag: "test"))
        let made = try await world.issue(in: test)
        #expect(world.desk().refusal(of: try made.bytes()) == .credentialUnknown)
    }

    @Test func `names and tags are taken once in a project`() async throws {
        let world = try await ManagementWorld()
        let live = try await world.makeEnvironment()
        await expectRefusal(.nameTaken) {
            try await world.perform(CreateEnvironment(projectID: live.projectID, name: "live", tag: "other"))
        }
        await expectRefusal(.nameTaken) {
            try await world.perform(CreateEnvironment(projectID: live.projectID, name: "other", tag: "live"))
        }
        let other = try await world.perform(CreateProject(name: "other"))
        try await world.perform(CreateEnvironment(projectID: other.id, name: "live", tag: "live"))
        await expectRefusal(.notFound) {
            try await world.perform(CreateEnvironment(projectID: .init(high: 1, low: 1), name: "a", tag: "a"))
        }
    }

    @Test(arguments: ["", "Live", "li_ve", String(repeating: "t", count: 17)])
    func `a tag is 1 to 16 letters and digits`(tag: String) async throws {
        let world = try await ManagementWorld()
        let project = try await world.perform(CreateProject(name: "orders"))
        await expectObjections(["/tag"]) {
            try await world.perform(CreateEnvironment(projectID: project.id, name: "live", tag: tag))
        }
    }

    @Test func `a renamed environment moves its routes away`() async throws {
        let world = try await ManagementWorld()
        let live = try await world.makeEnvironment()
        let made = try await world.issue(in: live)
        let renamed = try await world.perform(UpdateEnvironment(live.id, name: "production"))
        #expect(renamed.revision == 2)
        #expect(world.desk().refusal(of: try made.bytes()) == .environmentUnavailable)
        #expect(try await world.perform(UpdateEnvironment(live.id)) == renamed)
    }
}
