/// A secret to call Gatehouse with: a key that is granted `keys:verify`. It cannot be printed.
public struct Credential: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    let text: String
    /// Tells secrets of one source apart.
    public let version: String

    /// Takes the first line of what a file, a prompt or the environment gave; `nil` unless it is 1 to 512 visible ASCII
    /// characters. `version` tells this secret from others of the same source; left out, the secret itself does.
    public init?(firstLineOf text: String, version: String? = nil) {
        let line = text.prefix { !$0.isNewline }
        let isVisible = line.utf8.allSatisfy { (0x21...0x7e).contains($0) }
        guard isVisible, (1...PresentedKey.longest).contains(line.utf8.count) else { return nil }
        self.text = String(line)
        self.version = version ?? Self.fingerprint(of: line)
    }

    /// `<secret>`.
    public var description: String { "<secret>" }
    /// `<secret>`.
    public var debugDescription: String { "<secret>" }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }

    /// A number that changes with the secret. The seed is the process's own, so it says nothing outside of it.
    private static func fingerprint(of text: Substring) -> String {
        var hasher = Hasher()
        hasher.combine(text)
        return String(UInt(bitPattern: hasher.finalize()), radix: 16)
    }
}
