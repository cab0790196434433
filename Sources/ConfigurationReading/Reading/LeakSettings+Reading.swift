extension LeakSettings {
    /// Reads `leaks`: `github` of `publicKeysFile`, and `onLeak`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["github", "onLeak"])
        guard let github = settings["github"] else { throw node.error("'github' is missing") }
        guard let file = try github.settings(["publicKeysFile"])["publicKeysFile"] else {
            throw github.error("'publicKeysFile' is missing")
        }
        self.init(publicKeysFile: try file.string())
        if let value = settings["onLeak"] { self.response = try value.choice(Response.self) }
    }
}
