import HTTPMachines

extension LimitDialects {
    /// Reads `gateway.limitHeaders`: names of dialects; none for no fields at all.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        self = []
        for item in try node.items() {
            let name = try item.string(longest: 16)
            guard let dialect = Self.named.first(where: { $0.key == name })?.value else {
                throw item.error("must be one of \(Self.named.map(\.key).joined(separator: ", "))")
            }
            self.formUnion(dialect)
        }
    }
}
