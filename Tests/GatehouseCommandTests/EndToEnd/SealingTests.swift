import Foundation
import Testing

@testable import gatehouse

/// Sealing and opening the real server by its own commands.
@Suite struct SealingTests {
    @Test func `a server under a passphrase is opened, sealed, killed and opened again, and its keys go on working`()
        throws
    {
        let server = try PassphraseGatehouse()
        try server.start()
        #expect(try server.run(["keys", "list"]).status == ExitReason.unreachable.rawValue)
        let wrong = try server.run(["unseal", "--passphrase-file", "-"], input: "not this one at all")
        #expect(wrong.status == ExitReason.refused.rawValue)
        try server.unseal()
        let token = try server.makeKey()
        #expect(try server.get(token).status == 200)

        #expect(try server.run(["seal"]).status == ExitReason.usage.rawValue, "nobody can be asked")
        let sealed = try server.done("seal", "--confirm=seal", "--json")
        #expect(JSONValue(parsing: Array(sealed.utf8))?["phase"]?.string == "sealed")
        #expect(!server.gatewayListens)
        let refused = try server.run(["keys", "list", "--json"])
        #expect(refused.status == ExitReason.unreachable.rawValue)
        #expect(JSONValue(parsing: Array(refused.error.utf8))?["code"]?.string == "sealed")
        try server.done("seal", "--confirm=seal")

        try server.unseal()
        #expect(try server.get(token).status == 200)
        server.stop(SIGKILL)
        try server.start()
        #expect(!server.gatewayListens)
        try server.unseal()
        #expect(try server.get(token).status == 200)
        try server.done("seal", "--confirm=seal")
        server.stop(SIGKILL)
        try server.start()
        try server.unseal()
        #expect(try server.get(token).status == 200)
        let acts = try server.done("audit", "list", "--object", "installation", "--fields", "action,actor.id")
        let lines = acts.split(separator: "\n").map { $0.split(separator: "\t")[0] }
        #expect(
            lines == ["system.unseal", "system.seal", "system.unseal", "system.unseal", "system.seal", "system.unseal"])
        #expect(server.stop(SIGTERM) == 0)
    }

    @Test func `under load, nothing is admitted a second after sealing has begun`() throws {
        let server = try PassphraseGatehouse()
        try server.start()
        try server.unseal()
        let (token, port) = (try server.makeKey(), server.gatewayPort)
        let load = LoadUnderSealing(threads: 4) { PlainRequest.isAdmitted(port: port, token: token) }
        load.awaitAdmissions(200)
        let began = ContinuousClock.now
        try server.done("seal", "--confirm=seal")
        let answered = ContinuousClock.now
        let atAnswer = load.admitted
        #expect(atAnswer.last - began < .seconds(1))
        try server.unseal()
        load.stop()
        #expect(load.admitted.count == atAnswer.count, "nobody listens at the old port any more")
        #expect(answered - began < .seconds(5))
    }

    @Test func `a sealed server stops when it is told to, and tells probes what it is`() throws {
        let server = try PassphraseGatehouse()
        try server.start()
        for (path, status) in [("/livez", "200"), ("/readyz", "503")] {
            let process = Process()
            let output = Pipe()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = [
                "curl", "-s", "--max-time", "10", "--unix-socket", server.folder + "/run/admin.sock", "-w",
                " %{http_code}",
                "http://localhost\(path)",
            ]
            process.standardOutput = output
            try process.run()
            let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
            process.waitUntilExit()
            #expect(text.hasSuffix(" " + status), "\(text)")
            if path == "/readyz" { #expect(text.contains(#""status":"sealed""#)) }
        }
        #expect(server.stop(SIGTERM) == 0)
    }

    @Test func `slots are added, tried and removed, and the last way in stays`() throws {
        let server = try PassphraseGatehouse()
        try server.start()
        try server.unseal()
        let key = server.folder + "/spare.key"
        #expect(try server.run(["slots", "remove", "0", "--confirm=0"]).status == ExitReason.conflict.rawValue)
        try server.done("slots", "add", "--kind", "file", "--source", key)
        let mode = try FileManager.default.attributesOfItem(atPath: key)[.posixPermissions] as? Int
        #expect(mode == 0o400)
        try server.done("slots", "test", "1", "--source", key)
        try server.done("slots", "test", "0", "--passphrase-file", "-", input: PassphraseGatehouse.passphrase)
        let wrong = try server.run(["slots", "test", "0", "--passphrase-file", "-"], input: "something else")
        #expect(wrong.status == ExitReason.refused.rawValue)
        try server.done("slots", "remove", "0", "--confirm=0")
        let left = try server.done("slots", "list", "--fields", "number,kind")
        #expect(left == "1\tfile")
        // From now on a start takes no person, once the configuration names the file.
        #expect(server.stop(SIGTERM) == 0)
        let text = try String(contentsOfFile: server.configuration, encoding: .utf8)
        try (text + "rootKey: {file: \(key)}\n").write(toFile: server.configuration, atomically: true, encoding: .utf8)
        let again = try BackgroundProgram(["serve", "--config", "gatehouse.yaml"], folder: server.folder)
        _ = try again.printed(until: "is ready")
        #expect(again.end(SIGTERM) == 0)
    }

    @Test func `two people open it together, one after the other`() throws {
        let server = try PassphraseGatehouse()
        try server.start()
        try server.unseal()
        let people = ["the first of two people", "the second of two people"]
        try server.done(
            "slots", "add", "--kind", "passphrase", "--with-kind", "passphrase", "--passphrase-file", "-",
            input: people.joined(separator: "\n"))
        try server.done("slots", "remove", "0", "--confirm=0")
        try server.done("seal", "--confirm=seal")
        let first = try server.done("unseal", "--passphrase-file", "-", "--json", input: people[1])
        let status = try #require(JSONValue(parsing: Array(first.utf8)))
        #expect(status["phase"]?.string == "sealed")
        #expect(status["opened_slots"]?.array?.count == 1)
        try server.unseal(people[0])
        let alone = try server.run(["slots", "remove", "1", "--confirm=1"])
        #expect(alone.status == ExitReason.conflict.rawValue)

        let (both, half) = (people.joined(separator: "\n"), people[0] + "\n")
        let backup = server.folder + "/two.backup"
        #expect(try server.done("backup", "create", backup, "-q") == backup)
        let phrases = ["--passphrase-file", "-"]
        let verified = try server.run(["backup", "verify", backup, "-q"] + phrases, input: both)
        #expect(verified.output == "good\n", "\(verified.error)")
        let named = try server.run(["backup", "verify", backup, "--slot", "2"] + phrases, input: both)
        #expect(named.status == 0, "\(named.error)")
        let alone2 = try server.run(["backup", "verify", backup] + phrases, input: half)
        #expect(alone2.status == ExitReason.rootKeyMissing.rawValue)
        #expect(alone2.error.contains("Slot 1 opens, and slot 2 is needed with it"), "\(alone2.error)")
        try server.done(
            "restore", backup, "--data", server.folder + "/restored", "--passphrase-file", "-", input: both)
        try server.done("seal", "--confirm=seal")
        #expect(try server.done("unseal", "--passphrase-file", "-", "-q", input: both) == "open")
        #expect(server.stop(SIGTERM) == 0)
        try server.done("fsck", "--passphrase-file", "-", input: both)
    }

    @Test func `offline commands ask for a passphrase on a terminal, and say which slot a wrong one does not open`()
        throws
    {
        let server = try PassphraseGatehouse()
        for (typed, status) in [(PassphraseGatehouse.passphrase, Int32(0)), ("not this one", 66)] {
            let run = try TerminalRun(
                ["fsck", "--config", server.configuration], environment: [:],
                typing: .init(prompt: "Passphrase:", text: typed + "\n"))
            #expect(run.status == status, "\(run.screen)")
            #expect(status == 0 || run.screen.contains("Slot 0 does not open with this passphrase."), "\(run.screen)")
        }
    }

    @Test func `a store that was rolled back is not opened: 76, in the log as well`() throws {
        let server = try PassphraseGatehouse()
        let text = try String(contentsOfFile: server.configuration, encoding: .utf8)
        try (text + "\naudit: {anchorFile: \(server.folder)/anchor}\n")
            .write(toFile: server.configuration, atomically: true, encoding: .utf8)
        try server.start()
        try server.unseal()
        #expect(server.stop(SIGTERM) == 0)
        try FileManager.default.copyItem(atPath: server.data, toPath: server.folder + "/older")
        try server.start()
        try server.unseal()
        try server.done("projects", "create", "later")
        #expect(server.stop(SIGTERM) == 0)
        try FileManager.default.removeItem(atPath: server.data)
        try FileManager.default.copyItem(atPath: server.folder + "/older", toPath: server.data)
        try server.start()
        let refused = try server.run(["unseal", "--passphrase-file", "-"], input: PassphraseGatehouse.passphrase)
        #expect(refused.status == ExitReason.rolledBack.rawValue, "\(refused.error)")
        #expect(refused.error.contains("--accept-rollback"))
        let log = try String(contentsOfFile: server.folder + "/log", encoding: .utf8)
        #expect(log.contains("the server cannot start") && log.contains("older"), "\(log)")
        #expect(server.stop(SIGTERM) == 0)
    }

    @Test func `a key file inside the data folder is refused; a relative one lies where the command was run`() throws {
        let server = try PassphraseGatehouse()
        try server.start()
        try server.unseal()
        let inside = try server.run(["slots", "add", "--kind", "file", "--source", server.data + "/spare.key"])
        #expect(inside.status == ExitReason.conflict.rawValue)
        #expect(inside.error.contains("inside the data folder"))
        let shown = try server.run(["slots", "add", "--kind", "file", "--source", "spare.key", "--show-request"])
        #expect(!shown.output.contains("source=spare.key") && shown.output.contains("spare.key"), "\(shown.output)")
        #expect(
            try server.done("slots", "add", "--kind", "file", "--source", server.folder + "/spare.key", "-q") == "1")
        #expect(try server.done("slots", "list", "-q") == "0\n1")
    }

    @Test func `an installation without its passphrase or file does not start`() throws {
        let server = try PassphraseGatehouse()
        try FileManager.default.removeItem(atPath: server.data)
        let run = try server.run(["serve"])
        #expect(run.status == ExitReason.rootKeyMissing.rawValue)
        #expect(!FileManager.default.fileExists(atPath: server.data))
    }
}
