import Foundation
import Testing

@testable import gatehouse

/// What the server knows of the use of keys, told where it matters.
@Suite struct InsightTests {
    @Test func `the blast radius counts the requests of the last day`() throws {
        let server = try ServedGatehouse()
        for _ in 0..<3 { #expect(try server.get(server.firstToken).status == 200) }
        let run = try server.run("keys", "revoke", "first-key", "--dry-run", "--json")
        let requests = JSONValue(parsing: Array(run.output.utf8))?.value(at: "blast_radius.requests_24h")?.integer
        #expect(requests == 3, "\(run.output)")
    }

    @Test func `a rotation in use cannot be taken back, from the first request on`() throws {
        let server = try ServedGatehouse()
        let rotated = try server.quiet("keys", "rotate", "first-key", "--yes")
        #expect(try server.get(rotated).status == 200)
        let cancel = try server.run("keys", "rotate", "first-key", "--cancel", "--yes", "--json")
        #expect(cancel.status == ExitReason.conflict.rawValue && cancel.error.contains("rotation_not_pending"))
        #expect(try server.get(rotated).status == 200)
    }

    @Test func `doctor names keys that never end and keys without an owner`() throws {
        let server = try ServedGatehouse()
        let options = ["--permission", "demo:read", "--never-expires", "--reason", "probe"]
        let run = try ProgramRun(
            ["keys", "create", "endless"] + options, environment: ["GATEHOUSE_CONFIG": server.configuration])
        #expect(run.status == 0)
        let doctor = try server.run("doctor").output
        #expect(doctor.contains("key_without_expiry") && doctor.contains("key_without_owner"))
    }

    @Test func `what is unknown or matches nothing is said in words`() throws {
        let server = try ServedGatehouse()
        let why = try server.run("why", "req_0123456789abcdEF")
        #expect(why.status == ExitReason.notFound.rawValue)
        #expect(why.error.contains("knows no request req_0123456789abcdEF") && why.error.contains("X-Request-Id"))
        let none = try server.run("keys", "revoke", "--tag", "nobody", "--confirm=nobody")
        #expect(none.status == 0 && none.error.contains("no key matches; nothing changed"))
        let invalid = try server.run("keys", "create", "x", "--limit", "100/1m", "--expires", "2020-01-01")
        #expect(invalid.error.components(separatedBy: "must lie in the future").count == 2, "\(invalid.error)")
    }

    @Test func `a typed confirmation on a terminal revokes for real`() throws {
        let server = try ServedGatehouse()
        let arguments = ["keys", "revoke", "first-key"]
        let environment = ["GATEHOUSE_CONFIG": server.configuration]
        let declined = try TerminalRun(
            arguments, environment: environment, typing: .init(prompt: "to go ahead:", text: "no\n"))
        #expect(declined.status == ExitReason.cancelled.rawValue)
        #expect(try server.get(server.firstToken).status == 200)
        let run = try TerminalRun(
            arguments, environment: environment, typing: .init(prompt: "to go ahead:", text: "first-key\n"))
        #expect(run.status == 0 && run.screen.contains("requests"), "\(run.screen)")
        #expect(try server.get(server.firstToken).status == 401)
    }
}
