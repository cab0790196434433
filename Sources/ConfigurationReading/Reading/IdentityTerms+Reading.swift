import SignedIdentity

extension IdentityTerms {
    /// Reads `gateway.signedIdentity`: `issuer generation`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["issuer", "generation"])
        guard let issuer = settings["issuer"] else { throw node.error("'issuer' is missing") }
        let name = try issuer.string(longest: Self.longestIssuer)
        guard Self.isIssuer(name) else {
            throw issuer.error("must be visible ASCII without quotes, such as https://api.example.com")
        }
        self.init(issuer: name)
        if let value = settings["generation"] { self.generation = UInt32(try value.integer(1...1_000_000)) }
    }
}
