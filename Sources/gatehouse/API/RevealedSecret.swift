/// The answer to a create or a rotation, taken apart.
struct RevealedSecret: Sendable {
    /// The member that carries the token.
    static let member = "secret"

    let secret: String?
    /// The document without the secret.
    let rest: JSONValue

    init(_ document: JSONValue) {
        self.secret = document[Self.member]?.string
        self.rest = document.without(Self.member)
    }
}
