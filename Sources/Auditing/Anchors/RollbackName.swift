import Cryptography
import Keys

/// Which rollback is meant, in a word that a person can pass on: the size of the store, and a hash of its head, of all
/// that anchors know against it, and of a challenge. The same store against another anchor is another rollback, and so is
/// the same one put back another time.
package struct RollbackName: Hashable, Sendable, CustomStringConvertible {
    private let size: UInt64
    private let hash: String

    /// `nil` when nothing contradicts the store.
    ///
    /// `challenge`: Drawn at random for this copy of the store.
    package init?(_ contradictions: [AnchorContradiction], challenge: String) {
        guard let head = contradictions.first?.head else { return nil }
        let known = contradictions.map { "\($0.known.anchor)\n\($0.known.size)\n\($0.known.root?.hexadecimal ?? "")\n" }
        let text = "\(challenge)\n" + head.text + known.joined()
        self.size = head.size
        self.hash = String(SHA256Hash.digest(of: Array(text.utf8).span).hexadecimal.prefix(24))
    }

    /// Reads `120:00d1f3a9c2b45e6700d1f3a9`; `nil` for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let size = DecimalText.parse(parts[0]), parts[1].utf8.count == 24,
            parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        self.size = size
        self.hash = String(parts[1])
    }

    package var description: String { "\(self.size):\(self.hash)" }
}
