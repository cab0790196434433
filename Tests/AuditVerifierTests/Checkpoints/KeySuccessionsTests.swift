import AuditVerifier
import Auditing
import Foundation
import Keys
import TestKit
import Testing

/// Logs whose keys were replaced: 1 by 2, 2 by 3.
@Suite struct KeySuccessionsTests {
    private static func signer(_ number: UInt8) throws -> NoteSigner { try PublishedLog.signer(key: number) }

    private static func note(_ old: UInt8, _ new: UInt8) throws -> SignedNote {
        try KeySuccession.sign(from: self.signer(old), to: self.signer(new), at: .init(milliseconds: 0))
    }

    /// A copy that key 3 signed, with the notes that lead to it.
    private func folder(_ notes: [String: SignedNote]? = nil) throws -> FolderForTests {
        let log = try PublishedLog(leaves: PublishedLog.leaves(300), signer: Self.signer(3))
        let folder = try FolderForTests(log)
        let notes = try notes ?? ["2": Self.note(1, 2), "3": Self.note(2, 3)]
        try FileManager.default.createDirectory(atPath: folder.path + "/keys", withIntermediateDirectories: true)
        for (name, note) in notes { try folder.put(Array(note.serialized.utf8), at: "keys/" + name) }
        return folder
    }

    private func verdict(_ folder: FolderForTests, _ keys: UInt8...) async throws -> LogVerdict {
        let keys = try keys.map { try TrustedKey(Self.signer($0).verifierKey.description) }
        return try await LogCheck(folder.log, trust: .init(logs: keys)).run()
    }

    private func finding(_ folder: FolderForTests, _ keys: UInt8...) async throws -> LogFinding.Code? {
        let keys = try keys.map { try TrustedKey(Self.signer($0).verifierKey.description) }
        guard case .bad(let finding) = try await LogCheck(folder.log, trust: .init(logs: keys)).run() else {
            return nil
        }
        return finding.code
    }

    @Test(arguments: [1, 2, 3] as [UInt8]) func `every key the log had leads to the one that signed`(
        key: UInt8
    ) async throws {
        guard case .good(let report) = try await self.verdict(self.folder(), key) else {
            Issue.record("key \(key) does not verify")
            return
        }
        #expect(report.key.description == (try Self.signer(3).verifierKey.description))
    }

    @Test func `a key that no note leads from does not verify, nor does one from before a missing note`() async throws {
        #expect(try await self.finding(self.folder(), 7) == .checkpointUnsigned)
        #expect(try await self.finding(self.folder(["3": Self.note(2, 3)]), 1) == .checkpointUnsigned)
        #expect(try await self.finding(self.folder([:]), 1) == .checkpointUnsigned)
        #expect(try await self.finding(self.folder([:]), 1, 3) == nil)
    }

    @Test func `a note is believed when both keys signed it alone`() async throws {
        let (good, thief) = (try Self.note(1, 2), try Self.signer(8))
        let text = try good.text.replacing(
            Self.signer(2).verifierKey.description, with: Self.signer(3).verifierKey.description)
        let exchanged = try SignedNote(text: text, signatures: good.signatures)
        let forged = try SignedNote(text: good.text, signatures: [thief.sign(good.text)])
        let half = try SignedNote(text: good.text, signatures: [good.signatures[0]])
        let other = try SignedNote(text: "no succession\n", signatures: [thief.sign("no succession\n")])
        for note in [exchanged, forged, half, other] {
            #expect(try await self.finding(self.folder(["2": note]), 1) == .successionRejected, "\(note.text)")
        }
        // A note of somebody else's key says nothing of ours.
        #expect(try await self.finding(self.folder(["2": Self.note(8, 9), "3": Self.note(2, 3)]), 2) == nil)
    }

    @Test func `the name in a note is not what is trusted`() async throws {
        // The log had another name when the note was made.
        let (old, new) = (try PublishedLog.signer("before", key: 1), try PublishedLog.signer("before", key: 3))
        let note = try KeySuccession.sign(from: old, to: new, at: .init(milliseconds: 0))
        #expect(try await self.finding(self.folder(["2": note]), 1) == nil)
    }

    @Test func `keys of two logs are no trust, and neither is none`() throws {
        let other = try TrustedKey(PublishedLog.signer("elsewhere", key: 2).verifierKey.description)
        let mine = try TrustedKey(Self.signer(1).verifierKey.description)
        #expect(throws: VerifierError.self) { try Trust(logs: [mine, other]) }
        #expect(throws: VerifierError.self) { try Trust(logs: []) }
        #expect(mine.description == (try Self.signer(1).verifierKey.description))
    }
}
