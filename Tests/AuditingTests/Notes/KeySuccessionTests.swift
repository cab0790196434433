import Cryptography
import Keys
import TestKit
import Testing

@testable import Auditing

@Suite struct KeySuccessionTests {
    private let old: NoteSigner
    private let new: NoteSigner
    private let moment = WallTime(milliseconds: 1_796_083_200_000)

    init() throws {
        self.old = try PublishedLog.signer(key: 1)
        self.new = try PublishedLog.signer(key: 2)
    }

    @Test func `a note is read back as it was signed`() throws {
        let note = try KeySuccession.sign(from: self.old, to: self.new, at: self.moment)
        let succession = try KeySuccession(SignedNote(Array(note.serialized.utf8)))
        #expect(succession == .init(from: self.old.verifierKey, to: self.new.verifierKey, at: self.moment))
        #expect(note.signatures.map(\.keyID) == [self.old.verifierKey.keyID, self.new.verifierKey.keyID])
    }

    @Test func `both must have signed it, and this text`() throws {
        let note = try KeySuccession.sign(from: self.old, to: self.new, at: self.moment)
        for signatures in [[note.signatures[0]], [note.signatures[1]]] {
            let half = try SignedNote(text: note.text, signatures: signatures)
            #expect(throws: AuditingError.self) { try KeySuccession(half) }
        }
        let later = note.text.replacing("1796083200", with: "1796083201")
        let changed = try SignedNote(text: later, signatures: note.signatures)
        #expect(throws: AuditingError.self) { try KeySuccession(changed) }
    }

    @Test func `a checkpoint is no note of this kind, and the note no checkpoint`() throws {
        let checkpoint = Checkpoint(origin: self.old.name, size: 0, root: TreeHash.empty)
        let signed = try checkpoint.signed(by: [self.old, self.new])
        #expect(throws: AuditingError.self) { try KeySuccession(signed) }
        let note = try KeySuccession.sign(from: self.old, to: self.new, at: self.moment)
        #expect(throws: AuditingError.self) { try Checkpoint(note, signedBy: self.old.verifierKey) }
    }

    @Test(arguments: [
        "", "gatehouse/log-key-succession/v1\n", "gatehouse/log-key-succession/v2\nold K\nnew K\ntime 1\n",
        "gatehouse/log-key-succession/v1\nold K\nnew K\ntime 01\n",
        "gatehouse/log-key-succession/v1\nold K\nnew K\ntime 99999999999999999\n",
        "gatehouse/log-key-succession/v1\nold K\nnew K\ntime 1\nmore\n",
        "gatehouse/log-key-succession/v1\nold nonsense\nnew K\ntime 1\n",
    ])
    func `other text is refused whoever signed it`(text: String) throws {
        let text = text.replacing("K", with: self.old.verifierKey.description)
        guard !text.isEmpty else { return }
        let note = try SignedNote(text: text, signatures: [self.old.sign(text)])
        #expect(throws: AuditingError.self) { try KeySuccession(note) }
    }
}
