/// How far a key may go, whatever it is granted. Servers may know more boundaries than this library.
public struct KeyBoundary: RawRepresentable, Sendable, Hashable {
    /// The name in the API.
    public let rawValue: String

    /// The boundary of that name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `GET`, `HEAD` and `OPTIONS` on read operations.
    public static let readOnly = KeyBoundary(rawValue: "read_only")
    /// Read-only and `POST`, without administration.
    public static let standard = KeyBoundary(rawValue: "standard")
    /// Everything.
    public static let admin = KeyBoundary(rawValue: "admin")
}
