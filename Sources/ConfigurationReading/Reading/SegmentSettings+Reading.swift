extension SegmentSettings {
    /// Reads `backup.segments`: `folder everyMs answersWaitMs`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["folder", "everyMs", "answersWaitMs"])
        guard let folder = settings["folder"] else { throw node.error("'folder' is missing") }
        self.init(folder: try folder.string())
        if let value = settings["everyMs"] { self.everyMs = try value.integer(20...60_000) }
        guard let value = settings["answersWaitMs"] else { return }
        self.answersWaitMs = try value.integer(0...30_000)
        guard self.answersWaitMs == 0 || self.answersWaitMs >= 2 * self.everyMs else {
            throw value.error("an answer that waits needs at least twice 'everyMs', \(2 * self.everyMs)")
        }
    }
}
