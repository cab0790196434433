/// A header field a route reads credentials from. Fields it does not list are the application's and pass through.
package struct CredentialSource: Sendable, Hashable {
    /// Field name in lower case.
    package let name: [UInt8]
    /// Authentication scheme in lower case that must precede the token (`bearer`); empty when the value is the token.
    package let scheme: [UInt8]

    package init(name: String, scheme: String = "") {
        self.name = Array(name.lowercased().utf8)
        self.scheme = Array(scheme.lowercased().utf8)
    }

    /// `Authorization: Bearer …` and `X-API-Key: …`.
    package static let standard = [Self(name: "authorization", scheme: "bearer"), Self(name: "x-api-key")]
}
