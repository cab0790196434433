import Foundation
import Testing

@testable import gatehouse

/// Keys of another system come in by a file, and open the real gateway with the tokens their holders have.
@Suite struct ImportTests {
    private static let token = "hB7vQ2mZxW4kT9rLc0DsYp6NfGj3Ua1E"
    private static let strong = ["--generator", "base62", "--length", "32"]

    private func server() throws -> ServedGatehouse {
        let server = try ServedGatehouse()
        let update = try server.run("environments", "update", "dev", "--foreign-tokens", "admit")
        #expect(update.status == 0, "\(update.error)")
        return server
    }

    private func importing(
        _ text: String, _ format: String, _ options: [String], on server: ServedGatehouse
    ) throws -> (status: Int32, document: JSONValue?) {
        let path = server.folder + "/import.\(format)"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let run = try server.run(all: ["keys", "import", path, "--format", format, "--json"] + options)
        if SchemaCheck.isAvailable { #expect(SchemaCheck.accepts(run.output, command: "keys import"), "\(run.output)") }
        return (run.status, JSONValue(parsing: Array(run.output.utf8)))
    }

    @Test func `a token from a table opens the API, until its key is revoked`() throws {
        let server = try self.server()
        let table = """
            id,name,token,owner,permissions
            41,billing worker,\(Self.token),billing,demo:read

            """
        #expect(try server.get(Self.token).code == "credential_rejected")
        let dry = try self.importing(table, "csv", Self.strong + ["--dry-run"], on: server)
        #expect(dry.document?["created"]?.integer == 1)
        #expect(try server.get(Self.token).status == 401, "a dry run changes nothing")
        let done = try self.importing(table, "csv", Self.strong, on: server)
        #expect(done.status == 0)
        #expect(done.document?["created"]?.integer == 1)
        let admitted = try server.get(Self.token)
        #expect(admitted.status == 200)
        #expect(admitted.document?["headers"]?["x-api-key"] == nil, "the token must not reach the upstream")
        let again = try self.importing(table, "csv", Self.strong, on: server)
        #expect(again.document?["unchanged"]?.integer == 1)
        let shown = try server.run("keys", "show", "billing worker", "--json").output
        if SchemaCheck.isAvailable { #expect(SchemaCheck.accepts(shown, command: "keys show"), "\(shown)") }
        #expect(JSONValue(parsing: Array(shown.utf8))?.value(at: "imported.foreign_id")?.string == "41")
        #expect(try server.run("keys", "revoke", "billing worker", "--confirm=billing worker").status == 0)
        #expect(try server.get(Self.token).code == "credential_rejected")
        #expect(!server.log.contains(Self.token))
    }

    @Test func `imported keys of every kind are there again after a restart`() throws {
        let server = try self.server()
        let digest =
            "74a94177a20f9085e9c73bb8b5979ca4efa5cf4b190bab3a37d2c571f39ec9e5"
            + "ab5c8edd44fda1887f10321db880705bf44fb22a0055779997641a2a485caca4"
        let rows = """
            [{"id": "1", "token": "\(Self.token)", "permissions": ["demo:read"], "generator": "base62", "length": 32},
             {"id": "2", "token": "summer-2019", "permissions": ["demo:read"]},
             {"id": "3", "hash": "\(digest)", "algorithm": "sha512", "permissions": ["demo:read"],
              "generator": "base62", "length": 32}]
            """
        let done = try self.importing(rows, "json", [], on: server)
        #expect(done.document?["created"]?.integer == 3)
        #expect(server.stop() == 0)
        try server.start()
        for token in [Self.token, "summer-2019", "Rk8sWq2LmZx5VbN7YtDc0HgJf3PaUe6T"] {
            #expect(try server.get(token).status == 200, "\(token)")
        }
    }

    @Test func `an environment that does not admit foreign tokens takes none in`() throws {
        let server = try ServedGatehouse()
        let path = server.folder + "/import.csv"
        try "name,token\nx,\(Self.token)\n".write(toFile: path, atomically: true, encoding: .utf8)
        let run = try server.run("keys", "import", path, "--format", "csv")
        #expect(run.status == ExitReason.conflict.rawValue)
        #expect(run.error.contains("--foreign-tokens admit"))
        #expect(!run.error.contains(Self.token))
    }

    @Test func `a token that could be guessed is admitted too, and stays a finding until it is rotated`() throws {
        let server = try self.server()
        let table = "name,token,permissions\nold script,summer-2019,demo:read\n"
        let done = try self.importing(table, "csv", [], on: server)
        #expect(done.document?["weak"]?.integer == 1)
        #expect(try server.get("summer-2019").status == 200)
        #expect(try server.get("summer-2019").status == 200, "what was proven once is remembered")
        #expect(try server.get("summer-2020").code == "credential_rejected")
        #expect(try server.run("doctor", "--json").output.contains("weak_import"))
        let strong = "name,token,permissions\nworker,\(Self.token),demo:read\n"
        #expect(try self.importing(strong, "csv", Self.strong, on: server).status == 0)
        let list = { (options: [String]) in
            try Self.names(try server.run(all: ["keys", "list", "--json"] + options).output)
        }
        #expect(try list(["--imported"]) == ["old script", "worker"])
        #expect(try list(["--imported", "--weak"]) == ["old script"])
        let rotated = try server.quiet("keys", "rotate", "old script", "--overlap", "0", "--confirm=old script")
        #expect(try server.get(rotated).status == 200)
        #expect(try server.get("summer-2019").status == 401)
        #expect(try !server.run("doctor", "--json").output.contains("weak_import"))
        #expect(try list(["--weak"]).isEmpty)
        #expect(try list(["--imported"]).count == 2)
    }

    /// The names in a list of keys, sorted.
    private static func names(_ output: String) throws -> [String] {
        let document = try #require(JSONValue(parsing: Array(output.utf8)))
        return document["data"]?.array?.compactMap { $0["name"]?.string }.sorted() ?? []
    }
}
