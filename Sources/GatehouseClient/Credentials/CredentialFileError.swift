/// There is no credential in the file.
public struct CredentialFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The path of the file.
    public let path: String

    /// One sentence for people.
    public var description: String { "There is no credential in \(self.path)." }
}
