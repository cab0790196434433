import AuditVerifier
import Auditing
import Foundation
import Keys
import TestKit
import Testing

/// Another implementation of the formats reads what we write, and writes what we read (scripts/check-audit-log).
@Suite(.enabled(if: ForeignLog.command != nil, "scripts/check-audit-log runs these")) struct ForeignLogTests {
    @Test(arguments: [0, 1, 2, 255, 256, 257, 600, 65_900]) func `it takes our logs, checkpoints and proofs`(
        count: Int
    ) throws {
        let witness = try PublishedLog.signer(Trust.witness, key: 9, kind: .cosignature)
        let log = try PublishedLog(leaves: Self.leaves(count), witnesses: [witness])
        let folder = try FolderForTests(log)
        try folder.put(Array(Self.proofs(of: log).utf8), at: "proofs")
        if count > 0 {
            let proof = try #require(try log.proof(of: UInt64(count / 2)))
            try folder.put(Array(proof.text.utf8), at: "\(count / 2).tlog-proof")
        }
        let key = log.signer.verifierKey.description
        _ = try ForeignLog.run(["read", folder.path, key, witness.verifierKey.description])
    }

    @Test(arguments: [1, 255, 256, 257, 600, 65_900]) func `we take its logs and checkpoints`(count: Int) async throws {
        let folder = try FolderForTests()
        let leaves = try Self.leaves(count)
        try folder.put(leaves.flatMap { $0 + [0x0a] }, at: "entries")
        let seed = String(repeating: "07", count: 32)
        let key = try ForeignLog.run(["write", folder.path, "foreign.example/log", seed])
        let verdict = try await LogCheck(folder.log, trust: .init(log: TrustedKey(key))).run()
        guard case .good(let report) = verdict else {
            Issue.record("a foreign log of \(count) is bad: \(verdict)")
            return
        }
        #expect(report.size == UInt64(count))
        #expect(report.root == (try PublishedLog(leaves: leaves).head.root))
    }

    private static func leaves(_ count: Int) throws -> [[UInt8]] {
        count > 1000 ? Array(try LargeLog.log.get().leaves.prefix(count)) : PublishedLog.leaves(count)
    }

    /// Some proofs of each kind, one a line.
    private static func proofs(of log: PublishedLog) throws -> String {
        var generator = SeededGenerator(seed: UInt64(log.leaves.count))
        var edge = TreeEdge()
        var tiles: [TilePlace: [Digest256]] = [:]
        for leaf in log.leaves {
            for tile in edge.append(AuditEntry.hash(ofLeaf: leaf)) { tiles[tile.place] = tile.hashes }
        }
        let read: (TilePlace) -> [Digest256] = { place in
            let full = tiles[.init(level: place.level, number: place.number)]
            return edge.hashes(of: place) ?? full.map { Array($0.prefix(Int(place.width))) } ?? []
        }
        var lines = ""
        for _ in 0..<(log.leaves.isEmpty ? 0 : 40) {
            let size = UInt64(generator.number(below: log.leaves.count) + 1)
            let index = UInt64(generator.number(below: Int(size)))
            let inclusion = try #require(InclusionProof.make(index: index, size: edge.size, tiles: read))
            lines += Self.line("inclusion", index, edge.size, inclusion.path)
            let consistency = try #require(ConsistencyProof.make(from: size, to: edge.size, tiles: read))
            lines += Self.line("consistency", size, edge.size, consistency.path)
        }
        return lines
    }

    private static func line(_ kind: String, _ first: UInt64, _ size: UInt64, _ path: [Digest256]) -> String {
        ([kind, "\(first)", "\(size)"] + path.map { Base64Text.encode($0.bytes) }).joined(separator: " ") + "\n"
    }
}

/// Runs the other implementation.
enum ForeignLog {
    struct Failure: Error {
        let output: String
    }

    /// The program and its first arguments.
    static let command = ProcessInfo.processInfo.environment["GATEHOUSE_FOREIGN_LOG"]?.split(separator: " ").map(
        String.init)

    /// What it printed, without the newline at the end; throws unless it ended with 0.
    static func run(_ arguments: [String]) throws -> String {
        let command = try #require(self.command)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst()) + arguments
        let (output, error) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = error
        try process.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        let complaint = error.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(output: String(decoding: complaint, as: UTF8.self)) }
        return String(decoding: printed, as: UTF8.self).trimmingCharacters(in: .newlines)
    }
}
