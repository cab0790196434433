import Auditing
import Cryptography
import Keys
import Testing

@Suite struct NoteVerifierKeyTests {
    @Test(arguments: [GoNotes.peterKey, GoNotes.enochKey]) func `a key is read and written`(text: String) throws {
        let key = try NoteVerifierKey(text)
        #expect(key.description == text)
        #expect(key.kind == .ed25519)
        #expect(key.key.bytes.count == 32)
    }

    @Test func `kinds of one key and name have different ids`() throws {
        let log = try NoteSigner.sample("log.example/a", 3).verifierKey
        let witness = try NoteSigner.sample("log.example/a", 3, .cosignature).verifierKey
        #expect(log.key == witness.key)
        #expect(log.keyID != witness.keyID)
        #expect(try NoteVerifierKey(witness.description) == witness)
        #expect(try NoteVerifierKey(log.description) == log)
    }

    @Test(arguments: [
        "", "+", "++", "PeterNeumann", "PeterNeumann+c74f20a3", "PeterNeumann+c74f20a3+",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peterneumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10",
        "PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n",
        " +c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ])
    func `what is no key is none`(text: String) {
        expectFailure(.keyMalformed) { try NoteVerifierKey(text) }
    }

    @Test func `names that a note cannot hold are refused`() throws {
        let key = try Ed25519VerifyingKey.sample(1)
        let long = String(repeating: "n", count: 256)
        for name in ["", "a b", "a+b", "a\u{2003}b", "a\nb", "a\u{85}b", "a\u{0}b", long] {
            expectFailure(.keyMalformed) { try NoteVerifierKey(name: name, key: key) }
        }
        #expect(try NoteVerifierKey(name: "log.example/ä-ö", key: key).name == "log.example/ä-ö")
    }
}

@Suite struct CosignatureTests {
    /// The example of C2SP tlog-cosignature has no key; this one is made with the algorithm of RFC 8032 over the message
    /// written out as the specification shows it.
    @Test func `a cosignature is over the header, the time and the text`() throws {
        let witness = try NoteSigner.sample("witness.example.com/w1", 9, .cosignature)
        let text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
        let line = try witness.sign(text, timestamp: 1_679_315_147)
        #expect(line.signature.count == 72)
        #expect(Array(line.signature[..<8]) == [0, 0, 0, 0, 0x64, 0x18, 0x50, 0xcb])
        let message = "cosignature/v1\ntime 1679315147\n" + text
        let isSigned = witness.verifierKey.key.hasSigned(Array(message.utf8), signature: Array(line.signature[8...]))
        #expect(isSigned)
    }

    /// Made by PyPI's aics-tlog 0.2.1 with the keys whose seeds are all ones and all nines.
    @Test func `a checkpoint and a cosignature are those of another implementation`() throws {
        let log = try NoteSigner.sample("log.example/audit", 1)
        let witness = try NoteSigner.sample("witness.example/w1", 9, .cosignature)
        let text = "log.example/audit\n5\nFH3Ed0eaO2miSx/2Abb8YoT98V/VCr/rDPcOqONyLB0=\n"
        let signed = try SignedNote(
            text: text, signatures: [log.sign(text), witness.sign(text, timestamp: 1_796_083_200)])
        #expect(
            signed.serialized == text + """

                — log.example/audit XwL/bav2CF9n6931BhhpqhFGgRZqNmBqjkAMss1hzHev9GY5KYcJmoeezdmTMoHt91sC6zucPypzFZtD+lFL\
                tlOCYwE=
                — witness.example/w1 JLXZ/gAAAABrDg4Ag8S3xlibn9LeEDQawCMECWlBgqbf3/8gUyi+GNM8r0ULLGZoVKe9cnXZ+Vp0mfYveu8\
                YStmiNaaEO9darC3bBg==

                """)
        var tree = TreeEdge()
        for number in 0..<5 { _ = tree.append(leafHash(Array("{\"seq\":\(number)}".utf8))) }
        #expect(try Checkpoint(text: text).root == tree.root)
    }

    @Test func `the time, the text and the kind are bound`() throws {
        let witness = try NoteSigner.sample("witness.example.com/w1", 9, .cosignature)
        let text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
        let line = try witness.sign(text, timestamp: 1_679_315_147)
        let good = try SignedNote(text: text, signatures: [line])
        #expect(try good.verified(by: [witness.verifierKey]).map(\.timestamp) == [1_679_315_147])
        var signature = line.signature
        signature[7] ^= 1
        for changed in [signature, Array(line.signature.dropLast()), line.signature + [0]] {
            let bad = NoteSignature(name: line.name, keyID: line.keyID, signature: changed)
            expectFailure(.signatureRejected) {
                try SignedNote(text: text, signatures: [bad]).verified(by: [witness.verifierKey])
            }
        }
        expectFailure(.signatureRejected) {
            try SignedNote(text: text.replacing("163", with: "164"), signatures: [line])
                .verified(by: [witness.verifierKey])
        }
    }

    @Test func `a time beyond 63 bits is none`() throws {
        let witness = try NoteSigner.sample("witness.example.com/w1", 9, .cosignature)
        #expect(try witness.sign("a\n", timestamp: .max).signature.first == 0x7f)
        let line = try witness.sign("a\n", timestamp: .max)
        let late = NoteSignature(name: line.name, keyID: line.keyID, signature: [0xff] + line.signature.dropFirst())
        expectFailure(.signatureRejected) {
            try SignedNote(text: "a\n", signatures: [late]).verified(by: [witness.verifierKey])
        }
    }
}
