import Auditing
import Cryptography
import TestKit
import Testing

/// The examples of Go's golang.org/x/mod/sumdb/note.
enum GoNotes {
    static let text = """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.

        """
    static let peterKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    static let enochKey = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
    static let peterLine =
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    static let enochLine =
        "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
    /// The seed within `PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz`.
    static let peterSeed = "gQoUAtUUbI2E8kQzMPVAgOv5juF9nHT2JS/F1ccoMXM="
    static let both = text + "\n" + peterLine + enochLine
}

@Suite struct SignedNoteTests {
    private let both = Array(GoNotes.both.utf8)

    @Test func `the examples of another implementation are read, checked and written back`() throws {
        let note = try SignedNote(self.both)
        #expect(note.text == GoNotes.text)
        #expect(note.signatures.map(\.name) == ["PeterNeumann", "EnochRoot"])
        #expect(note.signatures.map(\.keyID) == [0xc74f_20a3, 0xaf0c_fe78])
        #expect(Array(note.serialized.utf8) == self.both)
        let peter = try NoteVerifierKey(GoNotes.peterKey)
        let enoch = try NoteVerifierKey(GoNotes.enochKey)
        #expect(try note.verified(by: [peter, enoch]).map(\.key) == [peter, enoch])
        #expect(try note.verified(by: [enoch]).map(\.key) == [enoch])
    }

    @Test func `the same key signs the same text the same way`() throws {
        let seed = try #require(Base64Text.decode(GoNotes.peterSeed))
        let signer = try NoteSigner(name: "PeterNeumann", key: .init(seed: .init(copying: seed.span)))
        #expect(signer.verifierKey.description == GoNotes.peterKey)
        #expect(try signer.sign(GoNotes.text).line == GoNotes.peterLine)
        let note = try SignedNote(text: GoNotes.text, signatures: [signer.sign(GoNotes.text)])
        #expect(note.serialized == GoNotes.text + "\n" + GoNotes.peterLine)
    }

    @Test func `a note that no known key signed says nothing`() throws {
        let note = try SignedNote(self.both)
        let stranger = try NoteVerifierKey(name: "PeterNeumann", key: Ed25519VerifyingKey.sample(1))
        expectFailure(.noteUnsigned) { try note.verified(by: []) }
        expectFailure(.noteUnsigned) { try note.verified(by: [stranger]) }
    }

    @Test func `one bad signature of a known key spoils the note`() throws {
        let peter = try NoteVerifierKey(GoNotes.peterKey)
        let enoch = try NoteVerifierKey(GoNotes.enochKey)
        let text = GoNotes.both.replacing("answer", with: "anwser")
        expectFailure(.signatureRejected) {
            try SignedNote(Array(text.utf8)).verified(by: [peter, enoch])
        }
        // Good, then bad, of the same key.
        let wrong = GoNotes.peterLine.replacing("x08go/ZJ", with: "x08go/ZK")
        let twice = GoNotes.text + "\n" + GoNotes.peterLine + wrong
        expectFailure(.signatureRejected) { try SignedNote(Array(twice.utf8)).verified(by: [peter]) }
        let other = GoNotes.text + "\n" + wrong + GoNotes.enochLine
        #expect(try SignedNote(Array(other.utf8)).verified(by: [enoch]).count == 1)
    }

    @Test func `a key that signed twice counts once`() throws {
        let peter = try NoteVerifierKey(GoNotes.peterKey)
        let note = try SignedNote(Array((GoNotes.text + "\n" + GoNotes.peterLine + GoNotes.peterLine).utf8))
        #expect(try note.verified(by: [peter]).count == 1)
    }

    @Test func `the last empty line is where the signatures begin`() throws {
        let text = "a\n\nb\n\n\nc\n"
        let signer = try NoteSigner.sample("log.example/a", 1)
        let note = try SignedNote(text: text, signatures: [signer.sign(text)])
        #expect(try SignedNote(Array(note.serialized.utf8)) == note)
        #expect(try note.verified(by: [signer.verifierKey]).count == 1)
    }

    @Test(arguments: [
        "", "\n", "\n\n", "text\n", "text\n\n", "text\n\nmore", "text\n\nmore\n", "text\n\n— a\n", "text\n\n— a b\n",
        "text\n\n—  AAAAAAA=\n", "text\n\n— a+b AAAAAAA=\n", "text\n\n— a\u{a0}b AAAAAAA=\n", "text\n\n— a AAAAAA==\n",
        "text\n\n— a AAAAAAA= \n", "text\n\n- a AAAAAAA=\n", "text\n\n— a AAAAAAA=", "text\r\n\r\n— a AAAAAAA=\r\n",
        "text\n\n— a AAAAAAA=\n\n", "te\u{1}xt\n\n— a AAAAAAA=\n", "text\t\n\n— a AAAAAAA=\n", "text\n\n— a AAAAAAB=\n",
        "text\n\n— a AAAA\nAAA=\n", "\u{feff}\n— a AAAAAAA=\n",
    ])
    func `what is no note is none`(text: String) {
        expectFailure(.noteMalformed) { try SignedNote(Array(text.utf8)) }
    }

    @Test func `bytes that are no UTF-8 are no note`() {
        for bad in [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe2, 0x80]] as [[UInt8]] {
            let bytes = Array("text ".utf8) + bad + Array("\n\n— a AAAAAAA=\n".utf8)
            expectFailure(.noteMalformed) { try SignedNote(bytes) }
            let name = Array("text\n\n— a".utf8) + bad + Array(" AAAAAAA=\n".utf8)
            expectFailure(.noteMalformed) { try SignedNote(name) }
        }
    }

    @Test func `a note has at most 16 signatures and 64 KiB`() throws {
        let line = "— a AAAAAAA=\n"
        let most = "text\n\n" + String(repeating: line, count: 16)
        #expect(try SignedNote(Array(most.utf8)).signatures.count == 16)
        expectFailure(.noteMalformed) { try SignedNote(Array((most + line).utf8)) }
        let rest = "\n\n" + line
        let longest = String(repeating: "x", count: SignedNote.longestText - rest.utf8.count) + rest
        #expect(try SignedNote(Array(longest.utf8)).signatures.count == 1)
        expectFailure(.noteMalformed) { try SignedNote(Array(("x" + longest).utf8)) }
    }

    @Test func `what could not be read back is not made`() throws {
        let signer = try NoteSigner.sample("log.example/a", 1)
        for text in ["", "no newline", "a\tb\n", "\n\n— a AAAAAAA="] {
            expectFailure(.noteMalformed) {
                try SignedNote(text: text, signatures: [signer.sign(text)])
            }
        }
        expectFailure(.noteMalformed) { try SignedNote(text: "a\n", signatures: []) }
        let bad = NoteSignature(name: "a b", keyID: 1, signature: [1])
        expectFailure(.noteMalformed) { try SignedNote(text: "a\n", signatures: [bad]) }
    }

    @Test func `signatures are added below`() throws {
        let signer = try NoteSigner.sample("log.example/a", 1)
        let witness = try NoteSigner.sample("witness.example/w", 2, .cosignature)
        let text = "log.example/a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
        let note = try SignedNote(text: text, signatures: [signer.sign(text)])
        let cosigned = try note.adding([witness.sign(text, timestamp: 1_700_000_000)])
        #expect(cosigned.serialized.hasPrefix(note.serialized))
        let verified = try cosigned.verified(by: [witness.verifierKey, signer.verifierKey])
        #expect(verified.map(\.timestamp) == [nil, 1_700_000_000])
    }

    @Test func `any bytes give a note or an error, and a note is written back as it was`() throws {
        var generator = SeededGenerator(seed: 17)
        for _ in 0..<1000 {
            var bytes = self.both
            for _ in 0...generator.number(below: 4) { Self.disturb(&bytes, &generator) }
            guard let note = try? SignedNote(bytes) else { continue }
            #expect(Array(note.serialized.utf8) == bytes)
        }
    }

    static func disturb(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
        guard !bytes.isEmpty else { return bytes.append(UInt8(truncatingIfNeeded: generator.next())) }
        let position = generator.number(below: bytes.count)
        let pieces: [[UInt8]] = [
            [0x0a], [0x0a, 0x0a], [0x20], [0x2b], [0x3d], [0xe2, 0x80, 0x94, 0x20], [0x00], [0xff],
        ]
        switch generator.number(below: 4) {
        case 0: bytes[position] = UInt8(truncatingIfNeeded: generator.next())
        case 1: bytes.remove(at: position)
        case 2: bytes.insert(contentsOf: generator.pick(pieces), at: position)
        default: bytes.removeSubrange(position..<min(bytes.count, position + generator.number(below: 40)))
        }
    }
}
