import Auditing
import Keys
import TestKit
import Testing

@Suite struct LogProofTests {
    private let signer: NoteSigner
    private let shelf = TileShelf(sampleLeaves(300))
    private let note: SignedNote

    init() throws {
        self.signer = try .sample("log.example/a", 1)
        self.note = try Checkpoint(origin: "log.example/a", size: 300, root: self.shelf.edge.root)
            .signed(by: self.signer)
    }

    private func proof(_ index: UInt64, extra: [UInt8]? = nil) throws -> LogProof {
        let inclusion = try #require(InclusionProof.make(index: index, size: 300, tiles: self.shelf.all))
        return .init(index: index, path: inclusion.path, checkpoint: self.note, extra: extra)
    }

    @Test func `a proof has the lines of the specification`() throws {
        let proof = try self.proof(299, extra: Array("extra".utf8))
        let lines = proof.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0] == "c2sp.org/tlog-proof@v1")
        #expect(lines[1] == "extra ZXh0cmE=")
        #expect(lines[2] == "index 299")
        #expect(lines[3 + proof.path.count].isEmpty)
        #expect(proof.text.hasSuffix("\n\n" + self.note.serialized))
    }

    @Test func `what is written is read back`() throws {
        for index in [0, 1, 255, 256, 299] as [UInt64] {
            for extra in [nil, [], [1, 2, 3]] as [[UInt8]?] {
                let proof = try self.proof(index, extra: extra)
                #expect(try LogProof(text: Array(proof.text.utf8)) == proof)
            }
        }
    }

    @Test func `a log of one entry has a proof without a path`() throws {
        let shelf = TileShelf(sampleLeaves(1))
        let note = try Checkpoint(origin: "log.example/a", size: 1, root: shelf.edge.root).signed(by: self.signer)
        let inclusion = try #require(shelf.edge.inclusionProof(of: 0))
        let read = try LogProof(text: Array(LogProof(inclusion, checkpoint: note).text.utf8))
        #expect(read.path.isEmpty)
        #expect(try read.verifiedCheckpoint(leaf: shelf.leafHashes[0], key: self.signer.verifierKey).size == 1)
    }

    @Test func `a proof holds for its entry under the log's key`() throws {
        let proof = try self.proof(17)
        let key = self.signer.verifierKey
        #expect(try proof.verifiedCheckpoint(leaf: self.shelf.leafHashes[17], key: key).size == 300)
        expectFailure(.proofRejected) { try proof.verifiedCheckpoint(leaf: self.shelf.leafHashes[18], key: key) }
        let other = try NoteSigner.sample("log.example/a", 2).verifierKey
        expectFailure(.noteUnsigned) { try proof.verifiedCheckpoint(leaf: self.shelf.leafHashes[17], key: other) }
        let moved = LogProof(index: 18, path: proof.path, checkpoint: self.note)
        expectFailure(.proofRejected) { try moved.verifiedCheckpoint(leaf: self.shelf.leafHashes[17], key: key) }
    }

    @Test(arguments: [
        ("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2"), ("index 17", "index 017"), ("index 17", "index"),
        ("index 17", "Index 17"), ("index 17\n", ""), ("index 17", "extra AA\nindex 17"),
        ("index 17", "extra \nextra \nindex 17"), ("index 17", "index 17\nAAAA"), ("index 17", "index 17 "),
        ("c2sp.org/tlog-proof@v1\n", "c2sp.org/tlog-proof@v1\r\n"), ("c2sp.org/tlog-proof@v1\n", ""),
    ])
    func `what is no proof is none`(good: String, bad: String) throws {
        let text = try self.proof(17).text
        #expect(text.contains(good))
        expectFailure(.proofMalformed) { try LogProof(text: Array(text.replacing(good, with: bad).utf8)) }
    }

    @Test func `bounds are kept`() throws {
        let proof = try self.proof(17)
        let long = LogProof(index: 0, path: .init(repeating: .zero, count: 64), checkpoint: self.note)
        expectFailure(.proofMalformed) { try LogProof(text: Array(long.text.utf8)) }
        let heavy = LogProof(
            index: 0, path: proof.path, checkpoint: self.note, extra: .init(repeating: 1, count: LogProof.mostExtra + 1)
        )
        expectFailure(.proofMalformed) { try LogProof(text: Array(heavy.text.utf8)) }
        expectFailure(.proofMalformed) { try LogProof(text: .init(repeating: 0x0a, count: LogProof.longestText + 1)) }
        expectFailure(.noteMalformed) { try LogProof(text: Array(proof.text.dropLast().utf8)) }
    }

    @Test func `any bytes give a proof or an error, and a proof is written back as it was`() throws {
        var generator = SeededGenerator(seed: 29)
        let text = Array(try self.proof(17, extra: [1, 2, 3]).text.utf8)
        for _ in 0..<1000 {
            var bytes = text
            for _ in 0...generator.number(below: 3) { SignedNoteTests.disturb(&bytes, &generator) }
            guard let proof = try? LogProof(text: bytes) else { continue }
            #expect(Array(proof.text.utf8) == bytes)
        }
    }
}
