import Admission

extension CredentialSource {
    /// Reads `credentials`: a list of `header` and, where the value carries one, `scheme`.
    static func list(_ node: ConfigurationNode) throws(ConfigurationError) -> [CredentialSource] {
        let sources = try node.items().map { (item) throws(ConfigurationError) in
            let settings = try item.settings(["header", "scheme"])
            guard let header = settings["header"] else { throw item.error("'header' is missing") }
            return CredentialSource(
                name: try header.string(longest: 64), scheme: try settings["scheme"]?.string(longest: 32) ?? "")
        }
        guard (1...8).contains(sources.count) else { throw node.error("must list 1 to 8 header fields") }
        return sources
    }
}
