extension SegmentSettings {
    /// Reads `backup.segments`: `folder everyMs`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["folder", "everyMs"])
        guard let folder = settings["folder"] else { throw node.error("'folder' is missing") }
        self.init(folder: try folder.string())
        if let value = settings["everyMs"] { self.everyMs = try value.integer(20...60_000) }
    }
}
