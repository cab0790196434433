import AuditVerifier
import Auditing
import Foundation
import TestKit
import Testing

@Suite struct LogCheckTests {
    @Test(arguments: [0, 1, 2, 255, 256, 257, 512, 600, 1024]) func `a log that was not touched is good`(
        count: Int
    ) async throws {
        let log = try PublishedLog(entries: count)
        guard case .good(let report) = try await log.verdict() else {
            Issue.record("a log of \(count) is bad")
            return
        }
        #expect(report.origin == PublishedLog.origin)
        #expect(report.size == UInt64(count))
        let checkpoint = try Checkpoint(SignedNote(log.files["checkpoint"] ?? []), signedBy: log.signer.verifierKey)
        #expect(report.root == checkpoint.root)
    }

    @Test func `a log of more than one section is good with any number of workers, and says how far it is`()
        async throws
    {
        let folder = try FolderForTests(LargeLog.log.get())
        for workers in [1, 1000] {
            var progress: [UInt64] = []
            let verdict = try await LogCheck(folder.log, trust: .sample(), workers: workers).run { progress.append($0) }
            guard case .good(let report) = verdict else {
                Issue.record("bad: \(verdict)")
                return
            }
            #expect(report.size == 65_900)
            #expect(progress == [65_536, 65_900])
        }
    }

    @Test func `a tile that has grown since the checkpoint serves as well`() async throws {
        let long = try PublishedLog(entries: 800)
        var log = try PublishedLog(entries: 600)
        log.files = log.files.filter { !$0.key.contains(".p/") }
        for (path, bytes) in long.files where path != "checkpoint" { log.files[path] = log.files[path] ?? bytes }
        // The partial tile of level 1 is the longer log's, of another width.
        let upper = try PublishedLog(entries: 600).files["tile/1/000.p/2"]
        log.files["tile/1/000.p/2"] = upper
        guard case .good(let report) = try await log.verdict() else {
            Issue.record("the longer log's files do not serve")
            return
        }
        #expect(report.size == 600)
    }

    @Test func `every file that the size calls for must be there, and the first missing one is named`() async throws {
        let log = try PublishedLog(entries: 600)
        for path in log.files.keys {
            var without = log
            without.files[path] = nil
            let finding = try #require(try await without.finding())
            #expect(finding.code == .fileMissing)
            #expect(finding.file == path)
            let first: UInt64? =
                path == "checkpoint" ? nil : path.contains("/001") ? 256 : path.contains("/002") ? 512 : 0
            #expect(finding.entry == first)
        }
    }

    @Test func `a file that is too short or too long is named`() async throws {
        let log = try PublishedLog(entries: 600)
        for path in log.files.keys where path != "checkpoint" {
            for bytes in [[], (log.files[path] ?? []).dropLast(), (log.files[path] ?? []) + [0]] as [[UInt8]] {
                var changed = log
                changed.files[path] = bytes
                let finding = try #require(try await changed.finding())
                #expect(finding.code == .fileMalformed, "\(path): \(finding)")
                #expect(finding.file == path)
            }
        }
    }

    @Test func `what no audit writer writes is no entry, however well it is hashed and signed`() async throws {
        let bad: [String] = [
            "", "{}", "[]", "7", #"{"seq":"3"}"#, #"{"seq":-3}"#, #"{"seq":3.0}"#, #"{"seq": 3}"#,
            #"{"seq":3,"seq":3}"#,
            #"{"b":1,"a":2,"seq":3}"#, #"{"a":{"seq":3}}"#, #"{"seq":3}"# + "\n", "\u{feff}" + #"{"seq":3}"#,
            #"{"seq":03}"#, #"{"seq":18446744073709551619}"#,
        ]
        for text in bad {
            var leaves = PublishedLog.leaves(5)
            leaves[3] = Array(text.utf8)
            let finding = try await PublishedLog(leaves: leaves).finding()
            #expect(finding?.code == .entryMalformed && finding?.entry == 3, "\(text): \(String(describing: finding))")
        }
        var leaves = PublishedLog.leaves(5)
        leaves[3] = PublishedLog.leaf(at: 4, telling: "")
        let finding = try await PublishedLog(leaves: leaves).finding()
        #expect(finding?.code == .entryMisplaced && finding?.entry == 3)
    }

    @Test func `as many witnesses as asked for must have cosigned`() async throws {
        let witnesses = try [(Trust.witness, 9), ("witness.example/w2", 10)].map {
            try PublishedLog.signer($0.0, key: $0.1, kind: .cosignature)
        }
        let log = try PublishedLog(leaves: PublishedLog.leaves(3), witnesses: [witnesses[0]])
        let (first, second) = (try Trust.witnessKey(), try Trust.witnessKey("witness.example/w2", 10))
        guard case .good(let report) = try await log.verdict(.sample([first])) else {
            Issue.record("a cosigned log is bad")
            return
        }
        #expect(report.cosignatures.map(\.name) == [Trust.witness])
        #expect(report.cosignatures.map(\.timestamp) == [1_796_083_200])
        let missing = try #require(try await log.finding(.sample([first, second])))
        #expect(missing.code == .witnessMissing)
        #expect(missing.message.contains("witness.example/w2") && !missing.message.contains("w1"))
        #expect(try await log.finding(.sample([first, second], quorum: 1)) == nil)
        #expect(try await log.finding(.sample([second]))?.code == .witnessMissing)
        #expect(try await log.finding(.sample([second], quorum: 0)) == nil)
        let stranger = try Trust.witnessKey(Trust.witness, 11)
        #expect(try await log.finding(.sample([stranger]))?.code == .witnessMissing)
    }

    @Test func `a cosignature that is not of the checkpoint spoils it`() async throws {
        let witness = try PublishedLog.signer(Trust.witness, key: 9, kind: .cosignature)
        var log = try PublishedLog(leaves: PublishedLog.leaves(3))
        let note = try SignedNote(log.files["checkpoint"] ?? [])
        let other = try note.adding([witness.sign("other\n", timestamp: 1)])
        log.files["checkpoint"] = Array(other.serialized.utf8)
        #expect(try await log.finding(.sample([Trust.witnessKey()]))?.code == .checkpointUnsigned)
        #expect(try await log.finding() == nil)
    }

    @Test func `an older checkpoint of any size is the beginning of the log`() async throws {
        let leaves = PublishedLog.leaves(600)
        let folder = try FolderForTests(PublishedLog(leaves: leaves))
        for size in [0, 1, 2, 100, 255, 256, 257, 511, 512, 513, 599, 600] {
            let older = try PublishedLog(leaves: Array(leaves[..<size]))
            let check = LogCheck(
                folder.log, trust: try .sample(), older: .checkpoint(older.files["checkpoint"] ?? []))
            guard case .good = try await check.run() else {
                Issue.record("\(size) to 600 is bad")
                continue
            }
        }
    }

    @Test func `an older checkpoint is found in a file and in a folder`() throws {
        let folder = try FolderForTests(PublishedLog(entries: 3))
        #expect(try OlderLog(path: folder.path) == .folder(folder.log))
        guard case .checkpoint = try OlderLog(path: folder.path + "/checkpoint") else {
            Issue.record("a file is no checkpoint")
            return
        }
        #expect(throws: VerifierError.self) { try OlderLog(path: folder.path + "/nothing") }
        #expect(throws: VerifierError.self) { try OlderLog(path: folder.path + "/tile") }
    }

    @Test func `what cannot be read is a failure, not an answer`() async throws {
        let folder = try FolderForTests(PublishedLog(entries: 3))
        let file = folder.path + "/tile/0/000.p/3"
        try FileManager.default.removeItem(atPath: file)
        try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: false)
        let error = await #expect(throws: VerifierError.self) {
            try await LogCheck(folder.log, trust: .sample()).run()
        }
        #expect(error?.code == .fileNotPlain)
        #expect(error?.message.contains(file) == true)
    }

    @Test func `a folder that is none has no checkpoint`() async throws {
        let verdict = try await LogCheck(LogFolder("/nonexistent"), trust: .sample()).run()
        guard case .bad(let finding) = verdict else {
            Issue.record("nothing is good")
            return
        }
        #expect(finding.code == .fileMissing)
        #expect(finding.file == "checkpoint")
    }

    @Test func `trust is in keys of the right kind`() throws {
        let (log, witness) = (try Trust.sample().logs[0], try Trust.witnessKey())
        #expect(throws: VerifierError.self) { try Trust(log: witness) }
        #expect(throws: VerifierError.self) { try Trust(log: log, witnesses: [log]) }
        #expect(throws: VerifierError.self) { try Trust(log: log, witnesses: [witness], quorum: 2) }
        #expect(throws: VerifierError.self) { try Trust(log: log, witnesses: [witness], quorum: -1) }
        let sameKey = try Trust.witnessKey("another.example/name")
        #expect(throws: VerifierError.self) { try Trust(log: log, witnesses: [witness, sameKey], quorum: 1) }
    }
}
