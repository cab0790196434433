/// A key as a caller presented it. It cannot be printed: every description of it is `<secret>`.
public struct PresentedKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Most bytes a key may have.
    public static let longest = 512

    let text: String

    /// Takes whatever text arrived; what cannot be a key is refused when it is verified, without a call.
    public init(_ text: String) { self.text = text }

    /// `<secret>`.
    public var description: String { "<secret>" }
    /// `<secret>`.
    public var debugDescription: String { "<secret>" }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }

    /// Why no server needs to be asked about this key; `nil` when one does.
    var refusalAtSight: Refusal? {
        if self.text.isEmpty { return .init(code: .credentialMissing) }
        let isPlausible =
            self.text.utf8.count <= Self.longest && self.text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
        return isPlausible ? nil : .init(code: .credentialRejected)
    }

    /// The id that a token of Gatehouse's own form carries, as the API writes it: `key_` and 16 characters. `nil` for
    /// imported keys of other forms.
    var publicID: String? {
        let parts = self.text.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[2].utf8.count == 16, parts[3].utf8.count == 49 else { return nil }
        return "key_" + parts[2]
    }
}
