public import HTTPTypes

/// A header field that keys are read from. Fields that are not listed are the application's.
public struct KeySource: Sendable, Hashable {
    /// The name of the field.
    public let field: HTTPField.Name
    /// The authentication scheme before the key, such as `Bearer`; `nil` when the value is the key alone.
    public let scheme: String?

    /// A field, and the scheme in it.
    public init(field: HTTPField.Name, scheme: String? = nil) {
        self.field = field
        self.scheme = scheme
    }

    /// `Authorization: Bearer …`. Other schemes in that field are the application's.
    public static let bearer = KeySource(field: .authorization, scheme: "Bearer")

    /// The key in a field such as `X-API-Key`; `nil` when the text is not the name of a field.
    public static func field(named name: String) -> KeySource? {
        HTTPField.Name(name).map { .init(field: $0) }
    }

    /// `Authorization: Bearer …` and `X-API-Key: …`, as the gateway reads them by default.
    public static let standard: [KeySource] = [.bearer, .field(named: "X-API-Key")].compactMap(\.self)

    /// The key in a value of the field; `nil` when the value is of another scheme.
    func key(in value: String) -> String? {
        guard let scheme else { return value }
        let start = value.prefix(scheme.count)
        guard start.lowercased() == scheme.lowercased(), value.dropFirst(scheme.count).first == " " else { return nil }
        return String(value.dropFirst(scheme.count).drop { $0 == " " })
    }
}
