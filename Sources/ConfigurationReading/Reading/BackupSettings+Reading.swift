extension BackupSettings {
    /// Reads `backup`: `folder everySeconds keep verify verifyKeyFile segments`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["folder", "everySeconds", "keep", "verify", "verifyKeyFile", "segments"])
        guard let folder = settings["folder"] else { throw node.error("'folder' is missing") }
        self.init(folder: try folder.string())
        if let value = settings["everySeconds"] { self.everySeconds = Int64(try value.integer(60...31_536_000)) }
        if let value = settings["keep"] { self.keep = try value.integer(1...10_000) }
        if let value = settings["verify"] { self.isVerified = try value.boolean() }
        if let value = settings["verifyKeyFile"] { self.verifyKeyFile = try value.string() }
        guard let value = settings["segments"] else { return }
        let segments = try SegmentSettings(value)
        guard segments.folder != self.folder else { throw value.error("segments need a folder of their own") }
        self.segments = segments
    }
}
