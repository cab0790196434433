/// From where, when and how a key may be used. What is not stated is not restricted.
///
/// A plain value: keys have one, and so may anything else that restricts.
package struct Restrictions: Hashable, Sendable {
    /// Most ranges on either side of a key's.
    package static let mostRanges = 1024
    /// Most ranges on either side of restrictions that many keys share.
    package static let mostSharedRanges = 100_000
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
    /// `nil` for none.
    private var rare: Rare?

    package init(
        allowedAddresses: [NetworkRange] = [], deniedAddresses: [NetworkRange] = [], methods: MethodSet? = nil,
        certificates: [CertificateThumbprint] = [], further: FurtherRestrictions = .init()
    ) {
        self.allowedAddresses = allowedAddresses
        self.deniedAddresses = deniedAddresses
        self.methods = methods
        self.certificates = certificates
        self.rare = Rare(further)
    }

    /// Country, network, page, application, route, time and idleness.
    package var further: FurtherRestrictions {
        get { self.rare?.value ?? .init() }
        set { self.rare = Rare(newValue) }
    }

    /// Whether there are any of those.
    package var hasFurther: Bool { self.rare != nil }

    package var isEmpty: Bool { self == .init() }

    /// Whether the address may use the key, asked of one range after the other: the plain meaning of what `AddressSet` answers.
    package func permit(_ address: IPAddress) -> Bool {
        if self.deniedAddresses.contains(where: { $0.reaches(address) }) { return false }
        return self.allowedAddresses.isEmpty || self.allowedAddresses.contains { $0.contains(address) }
    }
}

/// Further restrictions where there are some.
private final class Rare: Sendable, Hashable {
    let value: FurtherRestrictions

    init?(_ value: FurtherRestrictions) {
        guard !value.isEmpty else { return nil }
        self.value = value
    }

    static func == (left: Rare, right: Rare) -> Bool { left === right || left.value == right.value }

    func hash(into hasher: inout Hasher) { hasher.combine(self.value) }
}
