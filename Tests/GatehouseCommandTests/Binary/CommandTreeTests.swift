import Foundation
import Testing

@testable import gatehouse

/// Rules that hold for every command, checked over the dumped command tree.
@Suite struct CommandTreeTests {
    /// A script for a shell, lines for other systems, and programs that run until they are stopped.
    private static let printsNoDocument = [
        "gatehouse completion", "gatehouse audit export", "gatehouse serve", "gatehouse demo-upstream",
        "gatehouse witness run",
    ]

    private struct Node {
        let path: String
        let document: JSONValue
    }

    /// Dumped once: it takes a while.
    private static let tree = Result { try ProgramRun(["--experimental-dump-help"]).output }
        .map { JSONValue(parsing: Array($0.utf8))?["command"] }

    private func leaves() throws -> [Node] {
        let root = try #require(try Self.tree.get())
        return Self.leaves(of: root, path: "gatehouse").filter { !$0.path.contains(" help") }
    }

    private static func leaves(of command: JSONValue, path: String) -> [Node] {
        let children = command["subcommands"]?.array ?? []
        guard !children.isEmpty else { return [Node(path: path, document: command)] }
        return children.flatMap { Self.leaves(of: $0, path: path + " " + ($0["commandName"]?.string ?? "")) }
    }

    @Test func `every command begins its help with examples`() throws {
        let leaves = try self.leaves()
        #expect(leaves.count > 25)
        for leaf in leaves {
            #expect(leaf.document["discussion"]?.string?.hasPrefix("EXAMPLES\n  \(leaf.path)") == true, "\(leaf.path)")
        }
    }

    @Test func `every command that ends with an answer has --json, as a flag that takes no value`() throws {
        for leaf in try self.leaves() where !Self.printsNoDocument.contains(leaf.path) {
            let json = (leaf.document["arguments"]?.array ?? []).first { argument in
                argument.value(at: "preferredName.name")?.string == "json"
            }
            #expect(json?["kind"]?.string == "flag", "\(leaf.path)")
        }
    }

    @Test func `every command that prints JSON has a schema`() throws {
        for leaf in try self.leaves()
        where !Self.printsNoDocument.contains(leaf.path) {
            let name = String(leaf.path.dropFirst("gatehouse ".count)).replacing(" ", with: "-") + ".json"
            let path = SchemaCheck.folder.appendingPathComponent(name).path
            #expect(FileManager.default.fileExists(atPath: path), "\(leaf.path)")
        }
    }

    @Test func `every option tells its default`() throws {
        for leaf in try self.leaves() {
            for argument in leaf.document["arguments"]?.array ?? [] where argument["kind"]?.string == "option" {
                let name = argument["valueName"]?.string ?? ""
                let says = argument["abstract"]?.string?.contains("(default:") == true
                #expect(says || argument["defaultValue"] != nil, "\(leaf.path) --\(name)")
            }
        }
    }

    @Test func `no option takes a secret`() throws {
        for leaf in try self.leaves() {
            for argument in leaf.document["arguments"]?.array ?? [] {
                let name = argument.value(at: "preferredName.name")?.string ?? ""
                #expect(!["token", "secret", "password", "api-key", "root-key"].contains(name), "\(leaf.path)")
            }
        }
    }
}
