import Keys

extension ForwardAuthSettings {
    /// Reads `forwardAuth`: `callers` of `secretFile addresses socket`, and `trustedProxies`. Without a proof of who asks
    /// it is refused: whoever reached the port could try keys at will.
    init(_ node: ConfigurationNode, socket: String?) throws(ConfigurationError) {
        let settings = try node.settings(["callers", "trustedProxies"])
        self.init()
        if let value = settings["trustedProxies"] { self.trustedProxies = try value.networkRanges() }
        if let callers = settings["callers"] { try self.readCallers(callers, socket: socket) }
        guard self.hasProof else {
            throw (settings["callers"] ?? node).error(
                "nothing proves who asks; give callers a secretFile, addresses, or socket: true")
        }
    }

    private mutating func readCallers(_ node: ConfigurationNode, socket: String?) throws(ConfigurationError) {
        let settings = try node.settings(["secretFile", "addresses", "socket"])
        if let value = settings["secretFile"] { self.secretFile = try value.string() }
        if let value = settings["addresses"] {
            self.addresses = try value.networkRanges()
            guard !self.addresses.contains(where: { $0.prefixLength == 0 }) else {
                throw value.error("names everybody, which proves nothing")
            }
        }
        guard let value = settings["socket"] else { return }
        self.acceptsSocket = try value.boolean()
        guard socket != nil || !self.acceptsSocket else {
            throw value.error("there is no such socket; set verify.socket to its path")
        }
    }
}
