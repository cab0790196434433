/// An operator key in use. It never prints.
struct OperatorToken: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let text: String

    /// Takes the first line of what a file, a prompt or the environment gave; `nil` unless it is 1 to 512 visible
    /// ASCII characters.
    init?(firstLineOf text: String) {
        let line = text.prefix { !$0.isNewline }
        let isVisible = line.utf8.allSatisfy { (0x21...0x7e).contains($0) }
        guard isVisible, (1...512).contains(line.utf8.count) else { return nil }
        self.text = String(line)
    }

    /// The value of the `Authorization` field.
    var authorization: String { "Bearer " + self.text }

    var description: String { "<secret>" }
    var debugDescription: String { "<secret>" }
    var customMirror: Mirror { Mirror(self, children: [:]) }
}
