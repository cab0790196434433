/// The notes by which one key of the log names the next: `2`, `3` and so on in the folder `keys` of a log. Whoever has an old
/// key from elsewhere comes by them to the keys that came after it.
package struct KeySuccessions: Sendable {
    /// Most keys that are followed: one a day for ten years.
    static let most = 3650

    /// The first line of a note.
    private static let header = "gatehouse/log-key-succession/v1"

    /// Relative to the log's folder.
    static let folder = "keys"

    private let path: String

    /// `path`: The folder with the notes.
    package init(path: String) { self.path = path }

    /// The trust, extended to every key that a trusted one has named, and to those which that one has named. Notes of
    /// other keys are passed over: a log is also verified by a key from its middle.
    ///
    /// Throws a `LogFinding` for a note that claims to be of a trusted key and is not, a `VerifierError` when a file
    /// cannot be read.
    package func extend(_ trust: Trust) throws -> Trust {
        var trust = trust
        for number in 2..<(2 + Self.most) {
            guard let bytes = try PlainFile.read("\(self.path)/\(number)", most: SignedText.longest + 1) else { break }
            guard let new = try self.successor(bytes, trust, file: "\(Self.folder)/\(number)"),
                !trust.logs.contains(where: { $0.key == new.key })
            else { continue }
            trust = try trust.extended(by: [new])
        }
        return trust
    }

    /// The key that a note names, if one that is trusted signed it.
    private func successor(_ bytes: [UInt8], _ trust: Trust, file: String) throws -> TrustedKey? {
        guard let note = SignedText(bytes[...]), let (old, new) = Self.keys(in: note) else {
            throw LogFinding(.successionRejected, file: file, "\(file) does not name one key after another")
        }
        guard let trusted = trust.logs.first(where: { $0.key == old.key }) else { return nil }
        for key in [old, new] {
            let signed = note.check(key)
            guard signed.isSound, signed.timestamp != nil else {
                throw LogFinding(.successionRejected, file: file, "\(file) is not signed by both keys that it names")
            }
        }
        return trusted.successor(new.key)
    }

    private static func keys(in note: SignedText) -> (old: TrustedKey, new: TrustedKey)? {
        var lines = ByteLines(note.text)
        guard let first = lines.next(), first.elementsEqual(self.header.utf8),
            let old = lines.next().flatMap({ ByteLines.value(of: "old ", in: $0) }),
            let new = lines.next().flatMap({ ByteLines.value(of: "new ", in: $0) }),
            let oldKey = try? TrustedKey(String(decoding: old, as: UTF8.self)), oldKey.purpose == .log,
            let newKey = try? TrustedKey(String(decoding: new, as: UTF8.self)), newKey.purpose == .log
        else { return nil }
        return (oldKey, newKey)
    }
}
