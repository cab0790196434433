package import Keys

/// How a proxy that asks about its clients' requests proves that it may.
package struct ForwardAuthSettings: Hashable, Sendable {
    /// File of the secret that stands in `Gatehouse-Caller`.
    package var secretFile: String?
    /// Addresses that need no other proof.
    package var addresses: [NetworkRange] = []
    /// Whether the Unix socket is proof enough.
    package var acceptsSocket = false
    /// Proxies whose entries in `X-Forwarded-For` are passed over, from the right.
    package var trustedProxies: [NetworkRange] = []

    package init() {}

    /// Whether anybody can prove anything.
    var hasProof: Bool { self.secretFile != nil || !self.addresses.isEmpty || self.acceptsSocket }
}
