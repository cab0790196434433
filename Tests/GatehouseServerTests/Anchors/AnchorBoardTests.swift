import AdminAPI
import Auditing
import TestKit
import Testing

@testable import GatehouseServer

@Suite struct AnchorBoardTests {
    private let log: GrowingLog
    private let signers: [NoteSigner]

    init() throws {
        var log = try GrowingLog()
        log.grow(to: 9)
        self.log = log
        self.signers = try [2, 3].map {
            try NoteSigner(name: "witness.example/\($0)", key: GrowingLog.key($0), kind: .cosignature)
        }
    }

    @Test func `cosignatures stand under the checkpoint they are of, one of each witness`() throws {
        let board = AnchorBoard(file: nil, witnesses: ["a", "b"])
        let note = try self.log.note()
        #expect(board.cosignatures(of: note).isEmpty)
        for (time, witness) in [(1, 0), (2, 1), (3, 0)] as [(UInt64, Int)] {
            board.note(try self.signers[witness].sign(note.text, timestamp: time), on: note, size: 9, by: witness)
        }
        let cosigned = try note.adding(board.cosignatures(of: note))
        #expect(cosigned.signatures.count == 3)
        let keys = self.signers.map(\.verifierKey)
        #expect(try cosigned.verified(by: keys).map(\.timestamp) == [2, 3])
        #expect(board.cosignatures(of: try self.log.note(at: 8)).isEmpty)
        let older = try self.log.note(at: 8)
        board.note(try self.signers[0].sign(older.text), on: older, size: 8, by: 0)
        #expect(board.cosignatures(of: note).isEmpty, "only of the newest that was cosigned")
    }

    @Test func `the report says who knows how much, and what is wrong`() throws {
        let board = AnchorBoard(file: "/a", witnesses: ["a", "b"])
        #expect(board.report.hasAnchor && !AnchorBoard(file: nil, witnesses: []).report.hasAnchor)
        #expect(board.note(.silent("x"), by: 0))
        #expect(!board.note(.silent("x"), by: 0), "no news")
        #expect(board.note(.ahead(size: 5), by: 0))
        #expect(board.report.witnesses[0].failures == 3 && board.report.witnesses[0].contradictions == 1)
        let note = try self.log.note()
        board.note(try self.signers[0].sign(note.text), on: note, size: 9, by: 0)
        #expect(board.report.witnesses[0].failure == nil && board.report.witnesses[0].size == 9)
        #expect(board.noteFile(size: 0, failure: "full"))
        #expect(!board.noteFile(size: 0, failure: "full"))
        board.noteFile(size: 9, failure: nil)
        #expect(board.report.file == .init(path: "/a", size: 9, failures: 2, failure: nil))
    }

    @Test func `anchors that all turned the data away notice nothing more, until one cosigns again`() throws {
        func kinds(_ board: AnchorBoard) -> [String] { AnchorFindings.findings(board.report).map(\.kind) }
        let board = AnchorBoard(file: nil, witnesses: ["a", "b"])
        board.note(.ahead(size: 12), by: 0)
        #expect(kinds(board) == ["witness_contradicts"])
        board.note(.otherHistory(size: 12), by: 1)
        #expect(kinds(board) == ["rollback_undetectable", "witness_contradicts", "witness_contradicts"])
        board.note(.silent("x"), by: 1)
        #expect(kinds(board) == ["rollback_undetectable", "witness_contradicts", "witness_silent"])
        let note = try self.log.note()
        board.note(try self.signers[1].sign(note.text), on: note, size: 9, by: 1)
        #expect(kinds(board) == ["witness_contradicts"])
        let withFile = AnchorBoard(file: "/a", witnesses: ["a"])
        withFile.note(.ahead(size: 12), by: 0)
        #expect(kinds(withFile) == ["witness_contradicts"])
    }

    @Test func `findings name what is weak`() {
        #expect(
            AnchorFindings.findings(AnchorBoard(file: nil, witnesses: []).report).map(\.kind) == [
                "rollback_undetectable"
            ])
        let board = AnchorBoard(file: "/a", witnesses: ["a", "b", "c"])
        #expect(AnchorFindings.findings(board.report).isEmpty)
        board.noteFile(size: 0, failure: "full")
        board.note(.silent("x"), by: 0)
        board.note(.otherHistory(size: 3), by: 2)
        let findings = AnchorFindings.findings(board.report)
        #expect(findings.map(\.kind) == ["anchor_file_not_written", "witness_silent", "witness_contradicts"])
        #expect(findings.map(\.severity) == [.critical, .warning, .critical])
        #expect(findings.map(\.subject) == ["/a", "a", "c"])
    }
}
