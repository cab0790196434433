import Foundation
import Testing

@testable import gatehouse

/// The JSON contract: what `--json` prints has a schema, and keeps to it.
@Suite struct SchemaTests {
    @Test(.enabled(if: SchemaCheck.isAvailable, "python3 has no jsonschema"))
    func `what commands without a server print keeps to its schema`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = folder + "/gatehouse.yaml"
        let runs: [(command: String, arguments: [String])] = [
            ("version", ["version"]),
            ("init", ["init", "--config", file, "--data", folder + "/d", "--root-key-file", folder + "/k/root.key"]),
            ("config check", ["config", "check", "--config", file]),
            ("config show", ["config", "show", "--config", file]),
            ("config show", ["config", "show", "--config", file, "--origin"]),
        ]
        for entry in runs {
            let run = try ProgramRun(entry.arguments + ["--json"])
            #expect(run.status == 0)
            #expect(SchemaCheck.accepts(run.output, command: entry.command), "\(entry.command)")
        }
    }

    @Test(.enabled(if: SchemaCheck.isAvailable, "python3 has no jsonschema"))
    func `a request that is only shown keeps to the schema of its command`() throws {
        let run = try ProgramRun(
            ["operators", "create", "x", "--show-request", "--json"], environment: CommandLineTests.nobody)
        #expect(SchemaCheck.accepts(run.output, command: "operators create"))
    }

    @Test(.enabled(if: SchemaCheck.isAvailable, "python3 has no jsonschema"))
    func `the judge refuses what does not keep to a schema`() {
        #expect(!SchemaCheck.accepts("{}", command: "version"))
        #expect(!SchemaCheck.accepts("{}", command: "keys show"))
    }
}
