package import Keys

/// That one key of a log is followed by another: a signed note, so that whoever trusts the old key can trust the new one.
///
/// The old key vouches for the new one, and the new one shows that it is there. Its second line is no number, so that no
/// signature of it is one of a checkpoint.
package struct KeySuccession: Hashable, Sendable {
    /// The first line of the note.
    package static let header = "gatehouse/log-key-succession/v1"

    package let old: NoteVerifierKey
    package let new: NoteVerifierKey
    /// When the note was made.
    package let moment: WallTime

    package init(from old: NoteVerifierKey, to new: NoteVerifierKey, at moment: WallTime) {
        self.old = old
        self.new = new
        self.moment = moment
    }

    /// The note's text: the header, both keys, and the time in seconds since 1970-01-01T00:00:00Z.
    package var text: String {
        "\(Self.header)\nold \(self.old)\nnew \(self.new)\ntime \(max(0, self.moment.milliseconds / 1000))\n"
    }

    /// The note, signed by both keys: the old one first.
    package static func sign(from old: NoteSigner, to new: NoteSigner, at moment: WallTime) throws -> SignedNote {
        let text = Self(from: old.verifierKey, to: new.verifierKey, at: moment).text
        return try SignedNote(text: text, signatures: [old.sign(text), new.sign(text)])
    }

    /// Reads a note and checks both signatures.
    package init(_ note: SignedNote) throws(AuditingError) {
        let lines = note.text.utf8.split(separator: 0x0a, omittingEmptySubsequences: false).map { Substring($0) }
        guard lines.count == 5, lines[0] == Self.header, lines[4].isEmpty,
            let old = Self.value(of: "old", in: lines[1]), let new = Self.value(of: "new", in: lines[2]),
            let time = Self.value(of: "time", in: lines[3]).flatMap({ DecimalText.parse($0) }),
            time <= UInt64(Int64.max) / 1000
        else { throw .init(.noteMalformed, "the note does not name one key after another") }
        self.init(
            from: try NoteVerifierKey(String(old)), to: try NoteVerifierKey(String(new)),
            at: .init(milliseconds: Int64(time) * 1000))
        let signed = try note.verified(by: [self.old, self.new])
        guard Set(signed.map(\.key)) == [self.old, self.new] else {
            throw .init(.noteUnsigned, "the note is not signed by both keys that it names")
        }
    }

    private static func value(of name: String, in line: Substring) -> Substring? {
        line.utf8.starts(with: "\(name) ".utf8) ? line.dropFirst(name.utf8.count + 1) : nil
    }
}
