import Foundation
import Testing

@testable import gatehouse

/// Forgetting a person by the real commands: the entries stay, what they tell of the person does not.
@Suite struct ErasureTests {
    @Test func `what the audit log tells of an identity is erased for good, and nothing else is`() throws {
        let server = try ServedGatehouse { _ in
            var launch = ServedGatehouse.Launch()
            launch.settings = "verify: {port: 0}\n"
            return launch
        }
        let (owner, other) = ("first-service", "somebody")
        #expect(try server.run("identities", "create", other).status == 0)
        // Whoever holds a key ends it from an address: the server writes down which, about the key's owner.
        for (name, person) in [("one", owner), ("two", other)] {
            let token = try server.quiet("keys", "create", name, "--permission", "demo:read", "--owner", person)
            let answer = try GatewayAnswer(
                port: server.verifyPort, "POST", "/v1/keys:selfRevoke", fields: ["Authorization": "Bearer \(token)"])
            #expect(answer.status < 300, "\(answer.body)")
        }
        #expect(try Self.states(server) == ["kept", "kept"])
        let refused = try server.run("identities", "erase", owner)
        #expect(refused.status == ExitReason.usage.rawValue, "nobody can be asked")
        let erased = try server.run("identities", "erase", owner, "--confirm=\(owner)", "--json")
        #expect(erased.status == 0, "\(erased.error)")
        #expect(JSONValue(parsing: Array(erased.output.utf8))?["erased_keys"] == .integer(1))
        #expect(try Self.states(server) == ["kept", "erased"], "newest first")
        server.stop(SIGKILL)
        try server.start()
        #expect(try Self.states(server) == ["kept", "erased"])
    }

    /// What became of the details of revocations, newest first.
    private static func states(_ server: ServedGatehouse) throws -> [String] {
        let run = try server.run("audit", "list", "--json")
        let entries = JSONValue(parsing: Array(run.output.utf8))?["data"]?.array ?? []
        return entries.compactMap { $0["details_state"]?.string }
    }
}
