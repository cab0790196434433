/// From where and how a key may be used. What is not stated is not restricted.
package struct Restrictions: Hashable, Sendable {
    /// Most ranges on either side.
    package static let mostRanges = 1024
    /// Most certificates that a key is bound to.
    package static let mostCertificates = 16

    /// When not empty, only addresses in one of these may use the key.
    package var allowedAddresses: [NetworkRange]
    /// Addresses in one of these may not, even when allowed above: in whatever form the host's address comes.
    package var deniedAddresses: [NetworkRange]
    /// When present, only these methods.
    package var methods: MethodSet?
    /// When not empty, only clients that have shown one of these certificates: the key is bound to them.
    package var certificates: [CertificateThumbprint]

    package init(
        allowedAddresses: [NetworkRange] = [], deniedAddresses: [NetworkRange] = [], methods: MethodSet? = nil,
        certificates: [CertificateThumbprint] = []
    ) {
        self.allowedAddresses = allowedAddresses
        self.deniedAddresses = deniedAddresses
        self.methods = methods
        self.certificates = certificates
    }

    package var isEmpty: Bool { self == .init() }

    /// Whether the address may use the key.
    package func permit(_ address: IPAddress) -> Bool {
        if self.deniedAddresses.contains(where: { $0.reaches(address) }) { return false }
        return self.allowedAddresses.isEmpty || self.allowedAddresses.contains { $0.contains(address) }
    }
}
