import Auditing
import Cryptography
import Foundation
import SQLiteStorage
import Storage
import Testing

@testable import gatehouse

/// What a server that is killed has shipped, put back by the command line.
@Suite struct PointInTimeTests {
    private func shipping(
        _ more: String = "", environment: (_ folder: String) throws -> [String: String] = { _ in [:] }
    )
        throws -> ServedGatehouse
    {
        try ServedGatehouse { folder in
            for name in ["backups", "segments"] { try #require(mkdir("\(folder)/\(name)", 0o700) == 0) }
            return .init(
                environment: try environment(folder),
                settings: """
                    backup:
                      folder: \(folder)/backups
                      segments: {folder: \(folder)/segments, everyMs: 20\(more)}

                    """)
        }
    }

    private func segments(_ server: ServedGatehouse) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: server.folder + "/segments").sorted()
    }

    private func awaitBase(_ server: ServedGatehouse, besides known: Int = 0) throws -> String {
        let deadline = ContinuousClock.now + .seconds(20)
        while true {
            let bases = try self.segments(server).filter { $0.hasSuffix(".base") }
            if bases.count > known, let base = bases.last { return server.folder + "/segments/" + base }
            try #require(ContinuousClock.now < deadline, "no chain begins")
        }
    }

    private func awaitSegments(_ server: ServedGatehouse, _ count: Int, _ meanwhile: () -> Void = {}) throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while try self.segments(server).filter({ $0.hasSuffix(".segment") }).count < count {
            try #require(ContinuousClock.now < deadline, "nothing is shipped")
            meanwhile()
        }
    }

    private func restore(_ server: ServedGatehouse, _ base: String, to name: String, _ more: String...) throws
        -> ProgramRun
    {
        try server.run(
            all: [
                "restore", base, "--data", "\(server.folder)/\(name)", "--segments", server.folder + "/segments",
                "--root-key-file", server.data + "/root.key", "--json",
            ] + more)
    }

    /// All entries of the log in a data folder that nobody has open, oldest first.
    private func leaves(_ folder: String, key: String) async throws -> [[UInt8]] {
        let store = try await SQLiteStore.open(
            folder: folder, provider: KeyFileProvider(path: key, randomBytes: SecureRandom.system),
            reserveSize: 1 << 16, publish: { _ in }, onPoison: { _ in })
        let leaves = try await store.read { reader in
            try reader.auditEntries(matching: .init(), .oldestFirst, from: nil, limit: 10_000).map(\.leaf)
        }
        await store.close()
        return leaves
    }

    @Test(arguments: 1...4) func `killed at any moment, what was shipped is the log up to some entry, and good`(
        round: Int
    ) async throws {
        let server = try self.shipping()
        let base = try self.awaitBase(server)
        for number in 0..<3 * round { _ = try server.quiet("projects", "create", "shop-\(number)") }
        let writing = try BackgroundProgram(
            ["projects", "create", "-q"], folder: server.folder,
            launcher: ["/bin/sh", "-c", "for i in $(seq 100); do \"$0\" \"$@\" more-$i || exit 0; done"],
            environment: ["GATEHOUSE_CONFIG": server.configuration])
        try self.awaitSegments(server, 3 * round)
        server.stop(SIGKILL)
        _ = writing.ended()
        let restored = try self.restore(server, base, to: "restored")
        #expect(restored.status == 0, "\(restored.error)")
        let key = server.data + "/root.key"
        let whole = try await self.leaves(server.data, key: key)
        let shipped = try await self.leaves(server.folder + "/restored", key: key).dropLast()
        #expect(shipped.count >= 3 && whole.starts(with: shipped))
        try server.start()
        #expect(try server.get(server.firstToken).status == 200, "and the next start begins another chain")
        _ = try self.awaitBase(server, besides: 1)
    }

    @Test(arguments: 1...3) func `where answers wait, whatever was answered has been shipped when the machine dies`(
        round: Int
    ) async throws {
        let server = try self.shipping(", answersWaitMs: 10000")
        let base = try self.awaitBase(server)
        try self.awaitSegments(server, 1) {
            _ = try? server.quiet("projects", "create", "first-\(UUID().uuidString.prefix(8).lowercased())")
        }
        let writing = try BackgroundProgram(
            ["projects", "create"], folder: server.folder,
            launcher: [
                "/bin/sh", "-c",
                "for i in $(seq 200); do \"$0\" \"$@\" more-$i --json >> answered || exit 0; done",
            ], environment: ["GATEHOUSE_CONFIG": server.configuration])
        try self.awaitSegments(server, 4 * round)
        server.stop(SIGKILL)
        _ = writing.ended()
        let restored = try self.restore(server, base, to: "restored")
        #expect(restored.status == 0, "\(restored.error)")
        let shipped = try await self.leaves(server.folder + "/restored", key: server.data + "/root.key")
        let log = shipped.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
        let text = try String(contentsOfFile: server.folder + "/answered", encoding: .utf8)
        let answered = text.split(separator: "\n").compactMap { JSONValue(parsing: Array($0.utf8))?["id"]?.string }
        #expect(!answered.isEmpty)
        let lost = answered.filter { !log.contains("\"\($0)\"") }
        #expect(lost == [], "of \(answered.count)")
    }

    private func onFaultyDisk(_ more: String = "") throws -> (ServedGatehouse, FaultyDisk) {
        var disk: FaultyDisk?
        let server = try self.shipping(more) { folder in
            let faulty = try FaultyDisk(in: folder)
            disk = faulty
            return faulty.environment
        }
        return (server, try #require(disk))
    }

    @Test(.enabled(if: FaultyDisk.compiler != nil, "needs a C compiler"), arguments: [["seal", "--confirm=seal"], []])
    func `a folder of segments that hangs holds up neither sealing nor the end`(command: [String]) throws {
        let (server, disk) = try self.onFaultyDisk()
        _ = try self.awaitBase(server)
        try self.awaitSegments(server, 1) {
            _ = try? server.quiet("projects", "create", "first-\(UUID())".lowercased())
        }
        try disk.make(.hang, ".segment")
        let deadline = ContinuousClock.now + .seconds(30)
        _ = try server.quiet("projects", "create", "hung")
        while !disk.hangs { try #require(ContinuousClock.now < deadline, "nothing is shipped") }
        #expect(try server.get(server.firstToken).status == 200)
        let began = ContinuousClock.now
        if !command.isEmpty {
            let run = try server.run(all: command)
            #expect(run.status == 0, "\(run.error)")
        }
        #expect(server.stop() == 0)
        #expect(ContinuousClock.now - began < .seconds(20))
        try disk.mend(.hang)
        try server.start()
        #expect(try server.quiet("projects", "show", "hung").isEmpty == false)
    }

    @Test(.enabled(if: FaultyDisk.compiler != nil, "needs a C compiler"))
    func `a commit whose fsync fails is not shipped, and all before it is`() async throws {
        let (server, disk) = try self.onFaultyDisk(", answersWaitMs: 10000")
        let base = try self.awaitBase(server)
        try self.awaitSegments(server, 3) { _ = try? server.quiet("projects", "create", "kept-\(UUID())".lowercased()) }
        let checkpoint = try server.run("audit", "checkpoint").output
        let acknowledged = try #require(Int(checkpoint.split(separator: "\n")[1]), "\(checkpoint)")
        try disk.make(.fail, "-wal")
        let refused = try server.run("projects", "create", "refused", "--json")
        #expect(refused.status != 0 && refused.output.isEmpty, "\(refused.output)")
        #expect(server.ended() == ExitReason.storagePoisoned.rawValue)
        let restored = try self.restore(server, base, to: "restored")
        #expect(restored.status == 0, "\(restored.error)")
        let key = server.data + "/root.key"
        let shipped = try await self.leaves(server.folder + "/restored", key: key).dropLast()
        #expect(shipped.count >= acknowledged)
        // What the server itself noted meanwhile may be there as well.
        let later = shipped.dropFirst(acknowledged).map { String(decoding: $0, as: UTF8.self) }
        #expect(later.allSatisfy { $0.contains(#""type":"system""#) }, "\(later)")
        try disk.mend(.fail)
        try server.start()
        #expect(try self.awaitBase(server, besides: 1) != base)
    }
}
