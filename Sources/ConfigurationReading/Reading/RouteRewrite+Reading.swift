import HTTPMachines

extension RouteRewrite {
    /// Reads what a route changes: `stripPrefix addPrefix requestHeaders responseHeaders`. `credentials` are the names of
    /// the fields that the route's keys come in.
    init(
        _ settings: [String: ConfigurationNode], template: ConfigurationNode, credentials: [String]
    ) throws(ConfigurationError) {
        self.init()
        let (strip, add) = (settings["stripPrefix"], settings["addPrefix"])
        if let strip {
            self.path = try Self.prefix(strip) { text throws(RewriteError) in
                try PathRewrite(strip: text, add: nil)
            }
            guard try self.path?.fits(template: template.string(longest: 2048)) == true else {
                throw strip.error("does not begin the route's path: its first segments must be the same, without {}")
            }
        }
        if let add {
            let stripped = try strip?.string()
            self.path = try Self.prefix(add) { text throws(RewriteError) in
                try PathRewrite(strip: stripped, add: text)
            }
        }
        self.request = try settings["requestHeaders"].map { (node) throws(ConfigurationError) in
            try Self.fields(node, .request, guarding: credentials)
        }
        self.response = try settings["responseHeaders"].map { (node) throws(ConfigurationError) in
            try Self.fields(node, .response, guarding: [])
        }
    }

    private static func prefix(
        _ node: ConfigurationNode, _ make: (String) throws(RewriteError) -> PathRewrite
    ) throws(ConfigurationError) -> PathRewrite {
        let text = try node.string(longest: PathRewrite.longest)
        do throws(RewriteError) { return try make(text) } catch { throw node.error(error.message) }
    }

    /// Reads `requestHeaders` or `responseHeaders`: `set add remove`.
    private static func fields(
        _ node: ConfigurationNode, _ direction: FieldRewrite.Direction, guarding guarded: [String]
    ) throws(ConfigurationError) -> FieldRewrite {
        let settings = try node.settings(["set", "add", "remove"])
        let remove =
            try settings["remove"]?.items().map { (item) throws(ConfigurationError) in try item.string() } ?? []
        let (set, add) = (try Self.pairs(settings["set"]), try Self.pairs(settings["add"]))
        do throws(RewriteError) {
            return try FieldRewrite(direction, set: set, add: add, remove: remove, guarding: guarded)
        } catch {
            throw node.error(error.message)
        }
    }

    private static func pairs(
        _ node: ConfigurationNode?
    ) throws(ConfigurationError) -> [(name: String, value: String)] {
        try node?.entries().map { (name, value) throws(ConfigurationError) in
            (name, try value.string(longest: 4_096))
        } ?? []
    }
}
