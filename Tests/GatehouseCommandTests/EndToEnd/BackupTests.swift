import Foundation
import Testing

@testable import gatehouse

/// Backups of the real server by its own commands, and what is left when it is killed over one.
@Suite struct BackupTests {
    private static let passphrase = "a passphrase nobody guesses"

    /// A server with a second slot, some keys and a backup of all that.
    private func backedUp() throws -> (ServedGatehouse, String) {
        let server = try ServedGatehouse()
        try (Self.passphrase + "\n").write(toFile: server.folder + "/phrase", atomically: true, encoding: .utf8)
        chmod(server.folder + "/phrase", 0o600)
        let added = try server.run(
            "slots", "add", "--kind", "passphrase", "--passphrase-file", server.folder + "/phrase")
        #expect(added.status == 0, "\(added.error)")
        for number in 0..<5 { _ = try server.issue("before-\(number)") }
        let path = server.folder + "/shop.backup"
        let made = try server.run("backup", "create", path, "--json")
        #expect(made.status == 0, "\(made.error)")
        return (server, path)
    }

    private func document(_ run: ProgramRun) throws -> JSONValue {
        try #require(JSONValue(parsing: Array(run.output.utf8)), "\(run.error)")
    }

    /// Returns as soon as one of the files is there.
    private func awaitOne(of paths: [String]) throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while !paths.contains(where: self.exists) {
            try #require(ContinuousClock.now < deadline, "\(paths) never came")
        }
    }

    private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    @Test func `a lost data folder is restored from a backup through another slot, and serves as before`() throws {
        let (server, path) = try self.backedUp()
        let token = server.firstToken
        _ = try server.issue("after")
        let there = try server.run("backup", "create", path)
        #expect(there.status == ExitReason.conflict.rawValue, "a backup is never replaced")
        let verified = try server.run(
            "backup", "verify", path, "--slot", "1", "--passphrase-file", server.folder + "/phrase", "--json")
        #expect(verified.status == 0, "\(verified.output)\(verified.error)")
        let report = try self.document(verified)
        #expect(report["state"]?.string == "good")

        server.stop(SIGKILL)
        try FileManager.default.moveItem(atPath: server.data, toPath: server.folder + "/lost")
        let restored = try server.run(
            "restore", path, "--data", server.data, "--passphrase-file", server.folder + "/phrase", "--json")
        #expect(restored.status == 0, "\(restored.output)\(restored.error)")
        try FileManager.default.copyItem(
            atPath: server.folder + "/lost/root.key", toPath: server.data + "/root.key")
        try server.start()
        #expect(try server.get(token).status == 200)
        let acts = try server.run("audit", "list", "--object", "installation", "--fields", "action", "--all").output
        #expect(acts.split(separator: "\n").prefix(2) == ["storage.restore", "storage.backup"])
        let keys = try server.run("keys", "list", "--fields", "name", "--all").output
        #expect(keys.contains("before-4") && !keys.contains("after"))
    }

    @Test func `a damaged or shortened backup is refused in every region, and nothing is put in place`() throws {
        let (server, path) = try self.backedUp()
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        let key = ["--root-key-file", server.data + "/root.key"]
        let target = server.folder + "/restored"
        for place in [8, 12, 30, 200, 500, bytes.count / 2, bytes.count - 1] {
            var changed = bytes
            changed[place] ^= 0x40
            try Data(changed).write(to: URL(fileURLWithPath: path))
            let verified = try server.run(all: ["backup", "verify", path] + key)
            #expect(verified.status != 0, "a change at byte \(place) was accepted")
            let restored = try server.run(all: ["restore", path, "--data", target] + key)
            #expect(restored.status != 0)
            #expect(!self.exists(target) && !self.exists(target + ".restoring"))
        }
        for length in [0, 10, 100, bytes.count / 2, bytes.count - 1] {
            try Data(bytes.prefix(length)).write(to: URL(fileURLWithPath: path))
            let verified = try server.run(all: ["backup", "verify", path, "--json"] + key)
            #expect(verified.status == ExitReason.badFindings.rawValue, "\(verified.error)")
            #expect(try self.document(verified)["findings"]?.array?.isEmpty == false)
            #expect(try server.run(all: ["restore", path, "--data", target] + key).status != 0)
            #expect(!self.exists(target) && !self.exists(target + ".restoring"))
        }
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGKILL])
    func `what a verification has unpacked is gone when it is interrupted, or by the next one`(signal: Int32) throws {
        let (server, path) = try self.backedUp()
        let scratch = server.folder + "/scratch"
        try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
        let fifo = server.folder + "/fifo"
        try #require(mkfifo(fifo, 0o600) == 0)
        let arguments = ["--scratch", scratch, "--root-key-file", server.data + "/root.key"]
        // It reads the beginning, and waits for more with its folder made.
        let writer = open(fifo, O_RDWR | O_CLOEXEC)
        defer { close(writer) }
        let beginning = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)).prefix(50_000))
        #expect(write(writer, beginning, beginning.count) == beginning.count)
        let verification = try BackgroundProgram(["backup", "verify", fifo] + arguments, folder: server.folder)
        let deadline = ContinuousClock.now + .seconds(20)
        while try FileManager.default.contentsOfDirectory(atPath: scratch).isEmpty {
            try #require(ContinuousClock.now < deadline, "nothing was ever unpacked")
        }
        try self.awaitOne(of: [
            scratch + "/" + FileManager.default.contentsOfDirectory(atPath: scratch)[0] + "/gatehouse.db"
        ])
        #expect(verification.end(signal) == signal, "a shell sees 128 more")
        let left = try FileManager.default.contentsOfDirectory(atPath: scratch)
        #expect(left.isEmpty == (signal != SIGKILL), "\(left)")
        let next = try server.run(all: ["backup", "verify", path] + arguments)
        #expect(next.status == 0, "\(next.error)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch).isEmpty)
    }

    @Test func `a header whose slots cannot be what was written is damage, told in plain words`() throws {
        let (server, path) = try self.backedUp()
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        let kind = try #require(bytes.firstRange(of: Array("file".utf8)))
        bytes[kind.lowerBound] ^= 0x80
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let key = ["--root-key-file", server.data + "/root.key"]
        let verified = try server.run(all: ["backup", "verify", path] + key)
        #expect(verified.status == ExitReason.badFindings.rawValue, "\(verified.error)")
        #expect(verified.output.contains("the backup's header"))
        let restored = try server.run(all: ["restore", path, "--data", server.folder + "/restored"] + key)
        #expect(restored.status == ExitReason.malformedInput.rawValue, "\(restored.error)")
    }

    @Test func `a folder that is not empty is left alone`() throws {
        let (server, path) = try self.backedUp()
        try self.awaitOne(of: [server.data + "/audit"])
        let before = try FileManager.default.contentsOfDirectory(atPath: server.data).sorted()
        let restored = try server.run(
            "restore", path, "--data", server.data, "--root-key-file", server.data + "/root.key")
        #expect(restored.status == ExitReason.cannotCreate.rawValue)
        let after = try FileManager.default.contentsOfDirectory(atPath: server.data).sorted()
        #expect(after == before, "\(after), and was \(before)")
    }

    @Test func `a restore that is killed leaves no data folder, and the next one succeeds`() throws {
        let (server, path) = try self.backedUp()
        let target = server.folder + "/restored"
        let arguments = ["restore", path, "--data", target, "--root-key-file", server.data + "/root.key"]
        let killed = try BackgroundProgram(arguments, folder: server.folder)
        try self.awaitOne(of: [target + ".restoring/gatehouse.db", target])
        killed.end(SIGKILL)
        #expect(!self.exists(target) || !self.exists(target + ".restoring"))
        guard !self.exists(target) else { return }
        let restored = try server.run(all: arguments)
        #expect(restored.status == 0, "\(restored.error)")
        #expect(self.exists(target + "/gatehouse.db") && !self.exists(target + ".restoring"))
    }

    @Test func `a restore follows no link that somebody has put where it works`() throws {
        let (server, path) = try self.backedUp()
        let target = server.folder + "/new"
        try FileManager.default.createSymbolicLink(atPath: target + ".restoring", withDestinationPath: server.data)
        let run = try server.run("restore", path, "--data", target, "--root-key-file", server.data + "/root.key")
        #expect(run.status == ExitReason.cannotCreate.rawValue, "\(run.error)")
        #expect(try server.get(server.firstToken).status == 200)
        for name in ["gatehouse.db", "lock", "reserve"] { #expect(self.exists(server.data + "/" + name)) }
    }

    @Test func `a server that is killed over a backup leaves neither a file nor a copy`() throws {
        let (server, path) = try self.backedUp()
        let second = server.folder + "/second.backup"
        let backup = try BackgroundProgram(
            ["backup", "create", second], folder: server.folder,
            environment: ["GATEHOUSE_CONFIG": server.configuration])
        try self.awaitOne(of: [second + ".part", second])
        server.stop(SIGKILL)
        let status = backup.ended()
        #expect(self.exists(second) == (status == 0))
        #expect(!self.exists(second + ".part"))
        try server.start()
        #expect(!self.exists(server.data + "/copy.db"))
        let verified = try server.run("backup", "verify", path, "--root-key-file", server.data + "/root.key")
        #expect(verified.status == 0, "\(verified.error)")
    }

    @Test func `fsck reads a stopped store, names what is damaged in it, and waits for no server`() throws {
        let (server, _) = try self.backedUp()
        #expect(try server.run("fsck").status == ExitReason.dataFolderInUse.rawValue)
        server.stop()
        let good = try server.run("fsck", "--json")
        #expect(good.status == 0, "\(good.output)\(good.error)")
        #expect(try self.document(good)["state"]?.string == "good")
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: server.data + "/gatehouse.db"))
        let length = try file.seekToEnd()
        try file.seek(toOffset: length / 4096 / 2 * 4096)
        try file.write(contentsOf: Data(repeating: 0x5a, count: 4096))
        try file.close()
        let bad = try server.run("fsck", "--json")
        #expect(bad.status == ExitReason.badFindings.rawValue, "\(bad.output)\(bad.error)")
        #expect(try self.document(bad)["findings"]?.array?.isEmpty == false)
    }
}
