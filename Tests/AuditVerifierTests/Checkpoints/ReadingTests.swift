import Auditing
import Cryptography
import TestKit
import Testing

@testable import AuditVerifier

/// The verifier's readers beside the writer's: written apart, they must take the same texts.
@Suite struct ReadingTests {
    static func disturb(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
        let position = generator.number(below: bytes.count)
        let pieces: [[UInt8]] = [
            [0x0a], [0x0a, 0x0a], [0x20], [0x2b], [0x3d], [0xe2, 0x80, 0x94, 0x20], [0x00], [0xff],
        ]
        switch generator.number(below: 4) {
        case 0: bytes[position] = UInt8(truncatingIfNeeded: generator.next())
        case 1: bytes.remove(at: position)
        case 2: bytes.insert(contentsOf: generator.pick(pieces), at: position)
        default: bytes.removeSubrange(position..<min(bytes.count, position + generator.number(below: 20)))
        }
    }

    private func variants(_ text: String, seed: UInt64, _ body: ([UInt8]) throws -> Void) rethrows {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<800 {
            var bytes = Array(text.utf8)
            for _ in 0..<generator.number(below: 4) where !bytes.isEmpty { Self.disturb(&bytes, &generator) }
            try body(bytes)
        }
    }

    @Test func `checkpoints`() throws {
        let witness = try PublishedLog.signer(Trust.witness, key: 9, kind: .cosignature)
        let log = try PublishedLog(leaves: PublishedLog.leaves(20), witnesses: [witness])
        let text = String(decoding: log.files["checkpoint"] ?? [], as: UTF8.self)
        try self.variants(text, seed: 41) { bytes in
            let theirs = try? SignedNote(bytes)
            let ours = SignedText(bytes[...])
            #expect(theirs.map { Array($0.text.utf8) } == ours.map { Array($0.text) })
            #expect(theirs?.signatures.count == ours?.signatures.count)
            guard let theirs, let ours else { return }
            let head = TreeHead(ours.text)
            let checkpoint = try? Checkpoint(text: theirs.text)
            #expect(head?.size == checkpoint?.size && head?.root == checkpoint?.root)
            #expect(head?.name == checkpoint?.origin)
            for signer in [log.signer, witness] {
                let key = try TrustedKey(signer.verifierKey.description)
                let verified = try? theirs.verified(by: [signer.verifierKey])
                let checked = ours.check(key)
                #expect((verified != nil) == (checked.isSound && checked.timestamp != nil))
                if let time = verified?.first?.timestamp { #expect(checked.timestamp == time) }
            }
        }
    }

    @Test func `keys`() throws {
        for kind in NoteVerifierKey.Kind.allCases {
            let key = try PublishedLog.signer("log.example/ä", key: 4, kind: kind).verifierKey
            self.variants(key.description, seed: 43) { bytes in
                let text = String(decoding: bytes, as: UTF8.self)
                let theirs = try? NoteVerifierKey(text)
                let ours = try? TrustedKey(text)
                #expect(theirs?.name == ours?.name)
                #expect(theirs?.kind.rawValue == ours?.purpose.rawValue)
                #expect(theirs?.key == ours?.key)
            }
        }
    }

    @Test func `proofs`() throws {
        let log = try PublishedLog(entries: 20)
        let proof = try #require(try log.proof(of: 13))
        let extra = LogProof(index: 13, path: proof.path, checkpoint: proof.checkpoint, extra: [1, 2, 3])
        self.variants(extra.text, seed: 47) { bytes in
            let theirs = try? LogProof(text: bytes)
            let ours = ProofText(bytes[...])
            // The verifier reads the checkpoint later.
            let isRead = ours != nil && SignedText(ours?.checkpoint ?? []) != nil
            #expect((theirs != nil) == isRead)
            guard let theirs, let ours else { return }
            #expect(theirs.index == ours.index && theirs.path == ours.path)
        }
    }

    @Test func `base64`() {
        self.variants("Zm9vYmFyMTIzNA==", seed: 53) { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            let theirs = Base64Text.decode(text)
            let ours = Base64Reader.bytes(Array(text.utf8)[...], most: 100)
            #expect(theirs == ours, "\(text)")
        }
        #expect(Base64Reader.bytes(Array("AAAA".utf8)[...], most: 2) == nil)
        #expect(Base64Reader.bytes(Array("AAA=".utf8)[...], most: 2) == [0, 0])
    }

    @Test func `numbers`() {
        for text in [
            "", "0", "00", "1", "9223372036854775807", "9223372036854775808", "-1", "+1", "1 ", "9999999999999999999",
        ] {
            #expect(DecimalText.parse(text) == ByteLines.number(Array(text.utf8)[...]), "\(text)")
        }
    }
}
