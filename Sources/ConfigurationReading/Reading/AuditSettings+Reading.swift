import AuditExport

extension AuditSettings {
    /// Longest name of a log, in bytes.
    private static let longestOrigin = 255

    /// Reads `audit`: `origin export anchorFile witnesses`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["origin", "export", "anchorFile", "witnesses"])
        self.init()
        if let value = settings["origin"] { self.origin = try Self.origin(value) }
        if let value = settings["export"] { self.sinks = try SinkSettings.list(value) }
        if let value = settings["anchorFile"] { self.anchorFile = try value.string() }
        if let value = settings["witnesses"] { self.witnesses = try WitnessSettings.list(value) }
    }

    /// What a signed note can hold as a name, without what invites mistakes: visible ASCII but the plus sign.
    private static func origin(_ node: ConfigurationNode) throws(ConfigurationError) -> String {
        let name = try node.string()
        let isPlain = name.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "+") }
        guard (1...self.longestOrigin).contains(name.utf8.count), isPlain else {
            throw node.error("must be 1 to \(self.longestOrigin) visible ASCII characters without '+'")
        }
        return name
    }
}
