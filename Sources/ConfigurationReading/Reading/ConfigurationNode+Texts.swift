import Keys

/// Texts with a grammar of their own.
extension ConfigurationNode {
    func ipAddress() throws(ConfigurationError) -> String {
        let text = try self.string()
        guard IPAddress(text) != nil else { throw self.error("must be an IP address") }
        return text
    }

    func permission() throws(ConfigurationError) -> Permission {
        let text = try self.string()
        guard let permission = Permission(text) else {
            throw self.error("'\(text)' is not a permission; write resource:action, such as orders:read")
        }
        return permission
    }

    /// A list of addresses and networks, `10.0.0.0/8`.
    func networkRanges() throws(ConfigurationError) -> [NetworkRange] {
        try self.items().map { (item) throws(ConfigurationError) in
            let text = try item.string(longest: 64)
            guard let range = NetworkRange(text) else {
                throw item.error("'\(text)' is not an address or a network such as 10.0.0.0/8")
            }
            return range
        }
    }
}
