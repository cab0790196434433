import Foundation
import Testing

@testable import gatehouse

/// `init` and `config`, which need no server.
@Suite struct ConfigurationTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    private func initialise(_ folder: String, _ extra: [String] = []) throws -> ProgramRun {
        try ProgramRun(
            ["init", "--config", folder + "/gatehouse.yaml", "--data", folder + "/data"]
                + (extra.isEmpty ? ["--root-key-file", folder + "/keys/root.key"] : extra))
    }

    @Test func `init writes a configuration that is accepted and a private root key`() throws {
        try self.withFolder { folder in
            #expect(try self.initialise(folder).status == 0)
            let check = try ProgramRun(["config", "check", "--config", folder + "/gatehouse.yaml", "--json"])
            #expect(check.status == 0)
            #expect(JSONValue(parsing: Array(check.output.utf8))?["state"]?.string == "ok")
            let key = try FileManager.default.attributesOfItem(atPath: folder + "/keys/root.key")
            #expect((key[.posixPermissions] as? NSNumber)?.intValue == 0o400)
            #expect((key[.size] as? NSNumber)?.intValue == 32)
        }
    }

    @Test func `init never replaces a configuration or a root key`() throws {
        try self.withFolder { folder in
            #expect(try self.initialise(folder).status == 0)
            let key = FileManager.default.contents(atPath: folder + "/keys/root.key")
            #expect(try self.initialise(folder).status == 7)
            try FileManager.default.removeItem(atPath: folder + "/gatehouse.yaml")
            let again = try self.initialise(folder)
            #expect(again.status == 0)
            #expect(again.output.contains("root_key_created\tfalse"))
            #expect(FileManager.default.contents(atPath: folder + "/keys/root.key") == key)
        }
    }

    @Test func `a root key inside the data folder is refused, through a link too`() throws {
        try self.withFolder { folder in
            #expect(try self.initialise(folder, ["--root-key-file", folder + "/data/keys/root.key"]).status == 64)
            try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: folder + "/data")
            #expect(try self.initialise(folder, ["--root-key-file", folder + "/link/root.key"]).status == 64)
            #expect(!FileManager.default.fileExists(atPath: folder + "/gatehouse.yaml"))
        }
    }

    @Test(arguments: [
        ("audit: {anchorFile: FOLDER/data/anchor}", Int32(78)), ("audit: {anchorFile: FOLDER/missing/anchor}", 0),
        ("audit: {export: [{name: a, format: ecs, file: {path: FOLDER/missing/a.log}}]}", 0),
        ("audit: {export: [{name: a, format: ecs, http: {url: 'https://a.example', tokenFile: FOLDER/token}}]}", 77),
        ("audit: {export: [{name: a, format: ecs, file: {path: FOLDER/a.log}}]}", 0),
        ("audit: {anchorFile: FOLDER/anchor}", 0),
    ])
    func `config check looks at the files that are named`(setting: String, status: Int32) throws {
        try self.withFolder { folder in
            #expect(try self.initialise(folder).status == 0)
            _ = FileManager.default.createFile(
                atPath: folder + "/token", contents: Data("x".utf8), attributes: [.posixPermissions: 0o644])
            let file = folder + "/gatehouse.yaml"
            let text = try String(contentsOfFile: file, encoding: .utf8) + "\n"
            try (text + setting.replacingOccurrences(of: "FOLDER", with: folder) + "\n")
                .write(toFile: file, atomically: true, encoding: .utf8)
            let run = try ProgramRun(["config", "check", "--config", file])
            #expect(run.status == status, "\(run.output)\(run.error)")
            #expect(run.error.contains("is not there") == setting.contains("missing"), "\(run.error)")
        }
    }

    @Test func `config check warns of a root key in the data folder`() throws {
        try self.withFolder { folder in
            #expect(try self.initialise(folder).status == 0)
            let file = folder + "/gatehouse.yaml"
            let text = try String(contentsOfFile: file, encoding: .utf8)
            try text.replacingOccurrences(of: folder + "/keys/root.key", with: folder + "/data/root.key")
                .write(toFile: file, atomically: true, encoding: .utf8)
            #expect(try ProgramRun(["config", "check", "--config", file]).error.contains("lies in the data folder"))
        }
    }

    @Test func `a root key that others can read is refused with 77`() throws {
        try self.withFolder { folder in
            let path = folder + "/root.key"
            _ = FileManager.default.createFile(
                atPath: path, contents: Data(count: 32), attributes: [.posixPermissions: 0o644])
            let run = try self.initialise(folder, ["--root-key-file", path])
            #expect(run.status == 77)
            #expect(!FileManager.default.fileExists(atPath: folder + "/gatehouse.yaml"))
        }
    }

    @Test func `a wrong setting is refused with 78, naming file, line and the nearest one`() throws {
        try self.withFolder { folder in
            let path = folder + "/gatehouse.yaml"
            try Data("data: /tmp/x\ngatway:\n  port: 1\n".utf8).write(to: URL(fileURLWithPath: path))
            for command in [["config", "check"], ["config", "show"], ["keys", "list"]] {
                let run = try ProgramRun(command + ["--config", path, "--json"])
                #expect(run.status == 78)
                #expect(run.output.isEmpty)
                let detail = JSONValue(parsing: Array(run.error.utf8))?["detail"]?.string
                #expect(detail == "\(path):2: gatway: unknown setting; did you mean 'gateway'?")
            }
        }
    }

    @Test func `config show tells each value once, and where it comes from`() throws {
        try self.withFolder { folder in
            _ = try self.initialise(folder)
            let run = try ProgramRun(["config", "show", "--origin", "--config", folder + "/gatehouse.yaml"])
            let lines = run.output.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
            #expect(Set(lines.map { $0[0] }).count == lines.count)
            #expect(lines.contains(["gateway.port", "8080", folder + "/gatehouse.yaml:13"]))
            #expect(lines.contains(["gateway.realm", "gatehouse", "default"]))
        }
    }

    @Test func `commands find the socket of the configuration`() throws {
        try self.withFolder { folder in
            _ = try self.initialise(folder)
            let run = try ProgramRun(["keys", "list", "--config", folder + "/gatehouse.yaml"])
            #expect(run.status == 9)
            #expect(run.error.contains(folder + "/data/run/admin.sock"))
        }
    }

    @Test func `folders follow XDG, and the system's for root`() {
        let root = StandardFolders(environment: ["XDG_STATE_HOME": "/x"], isRoot: true)
        #expect(root == .init(environment: [:], isRoot: true))
        #expect(root.rootKey == "/etc/gatehouse/root.key")
        let user = StandardFolders(environment: ["HOME": "/home/a", "XDG_STATE_HOME": "/x"], isRoot: false)
        #expect(user.state == "/x/gatehouse")
        #expect(user.rootKey == "/home/a/.config/gatehouse/root.key")
        let relative = StandardFolders(environment: ["HOME": "/home/a", "XDG_STATE_HOME": "x"], isRoot: false)
        #expect(relative.state == "/home/a/.local/state/gatehouse")
    }
}
