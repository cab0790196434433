import Auditing
import Cryptography
import Keys
import TestKit
import Testing

@Suite struct CheckpointTests {
    private let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="

    @Test func `three lines are read and written`() throws {
        let text = "example.com/behind-the-sofa\n20852163\n\(self.root)\n"
        let checkpoint = try Checkpoint(text: text)
        #expect(checkpoint.origin == "example.com/behind-the-sofa")
        #expect(checkpoint.size == 20_852_163)
        #expect(Base64Text.encode(checkpoint.root.bytes) == self.root)
        #expect(checkpoint.text == text)
    }

    @Test func `extension lines are let through`() throws {
        let checkpoint = try Checkpoint(text: "a\n7\n\(self.root)\nextension\nanother one\n")
        #expect(checkpoint.size == 7)
        #expect(checkpoint.text == "a\n7\n\(self.root)\n")
    }

    @Test(arguments: [
        "", "\n", "a\n7\n", "a\n7\nROOT", "\n7\nROOT\n", "a\n\nROOT\n", "a\n07\nROOT\n", "a\n+7\nROOT\n",
        "a\n-7\nROOT\n",
        "a\n7 \nROOT\n", "a\n\u{0667}\nROOT\n", "a\n9223372036854775808\nROOT\n", "a\n4611686018427387905\nROOT\n",
        "a\n99999999999999999999\nROOT\n", "a\n7\nROO=\n", "a\n7\nROOT\n\n", "a\n7\nROOT\n\nb\n", "a\n7\n\nROOT\n",
        "a\n0\nROOT\n", "a\n7\nROOT \n",
    ])
    func `what is no checkpoint is none`(text: String) {
        expectFailure(.checkpointMalformed) { try Checkpoint(text: text.replacing("ROOT", with: self.root)) }
    }

    @Test func `an empty tree has one root`() throws {
        let empty = Checkpoint(origin: "a", size: 0, root: TreeHash.empty)
        #expect(try Checkpoint(text: empty.text) == empty)
        expectFailure(.checkpointMalformed) { try Checkpoint(text: "a\n0\n\(self.root)\n") }
    }

    @Test func `a signed checkpoint is that of the log with the key`() throws {
        let signer = try NoteSigner.sample("log.example/a", 1)
        let checkpoint = Checkpoint(origin: "log.example/a", size: 1, root: .zero)
        let note = try checkpoint.signed(by: signer)
        #expect(try Checkpoint(note, signedBy: signer.verifierKey) == checkpoint)
        let other = try NoteSigner.sample("log.example/a", 2)
        expectFailure(.noteUnsigned) { try Checkpoint(note, signedBy: other.verifierKey) }
        let foreign = try Checkpoint(origin: "log.example/b", size: 1, root: .zero).signed(by: signer)
        expectFailure(.checkpointOfOtherLog) { try Checkpoint(foreign, signedBy: signer.verifierKey) }
        let text = "no checkpoint\n"
        let plain = try SignedNote(text: text, signatures: [signer.sign(text)])
        expectFailure(.checkpointMalformed) { try Checkpoint(plain, signedBy: signer.verifierKey) }
    }

    @Test func `an origin that only looks the same is another`() throws {
        let signer = try NoteSigner.sample("log.example/\u{e9}", 1)
        let note = try Checkpoint(origin: "log.example/e\u{301}", size: 1, root: .zero).signed(by: signer)
        expectFailure(.checkpointOfOtherLog) { try Checkpoint(note, signedBy: signer.verifierKey) }
    }

    @Test func `any text gives a checkpoint or an error`() {
        var generator = SeededGenerator(seed: 19)
        let text = Array("example.com/behind-the-sofa\n20852163\n\(self.root)\n".utf8)
        for _ in 0..<1000 {
            var bytes = text
            for _ in 0...generator.number(below: 3) { SignedNoteTests.disturb(&bytes, &generator) }
            let disturbed = String(decoding: bytes, as: UTF8.self)
            guard let checkpoint = try? Checkpoint(text: disturbed) else { continue }
            #expect(disturbed.utf8.starts(with: checkpoint.text.utf8))
        }
    }
}
