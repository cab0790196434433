/// Words a person knows, as the bytes that came in: no folding of case or Unicode, so that what was typed is what counts.
package final class Passphrase: Sendable {
    /// Fewest and most bytes. The few are for slots made here; a slot made elsewhere opens with what it was made with.
    package static let lengths = 12...1024

    let bytes: SecretBytes

    /// Takes over the bytes, without the line end a terminal or file leaves at their end.
    ///
    /// - Throws: `passphraseUnfit` for one that is empty or longer than `lengths` allow.
    package init(_ bytes: consuming SecretBytes) throws(CryptographyError) {
        let kept = bytes.withBytes { span in
            var count = span.count
            if count > 0, span[count - 1] == 0x0a { count -= 1 }
            if count > 0, span[count - 1] == 0x0d { count -= 1 }
            return count
        }
        guard kept > 0 else { throw .init(.passphraseUnfit, "the passphrase is empty") }
        guard kept <= Self.lengths.upperBound else {
            throw .init(.passphraseUnfit, "a passphrase has at most \(Self.lengths.upperBound) bytes")
        }
        self.bytes = bytes.withBytes { SecretBytes(copying: $0.extracting(first: kept)) }
    }

    /// Whether a new slot may be made with it.
    var isLongEnough: Bool { self.bytes.count >= Self.lengths.lowerBound }
}
