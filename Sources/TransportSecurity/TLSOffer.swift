import CTransportSecurity

/// What a listener offers its clients: versions, suites, and a certificate by the name they ask for.
package final class TLSOffer: Sendable {
    /// Versions below this are refused. 1.2 is limited to forward secret suites with authenticated encryption.
    package enum MinimumVersion: String, Sendable, CaseIterable {
        case tls12 = "1.2"
        case tls13 = "1.3"
    }

    /// Of a `tls_server`, which nothing changes.
    private let address: Int
    /// In the order in which they are tried; who asks for no name, or another, gets the first.
    package let identities: [TLSIdentity]

    package init(
        _ identities: [TLSIdentity], minimumVersion: MinimumVersion = .tls13, clients: ClientTrust? = nil,
        tickets: TLSTickets
    ) throws(TransportSecurityError) {
        let pointers = identities.compactMap(\.pointer)
        guard let ticketKeys = tickets.pointer, !pointers.isEmpty,
            let made = Self.make(pointers, allowsTLS12: minimumVersion == .tls12, clients, ticketKeys)
        else {
            throw .init(
                .identityInvalid,
                clients == nil
                    ? "libssl does not take the certificate: its key may be too weak"
                    : "libssl does not take the certificate, or the client authorities are not whole PEM certificates")
        }
        self.address = Int(bitPattern: made)
        self.identities = identities
    }

    deinit { if let pointer = OpaquePointer(bitPattern: self.address) { tls_server_release(pointer) } }

    private static func make(
        _ identities: [OpaquePointer], allowsTLS12: Bool, _ clients: ClientTrust?, _ tickets: OpaquePointer
    ) -> OpaquePointer? {
        guard let clients else {
            return tls_server_create(identities, identities.count, allowsTLS12, tls_clients(), tickets)
        }
        return clients.authorities.withUnsafeBufferPointer { authorities in
            // An empty file is no authority, and not the same as asking nobody.
            guard let first = authorities.baseAddress, !authorities.isEmpty else { return nil }
            let wanted = tls_clients(
                authorities: first, authorities_count: authorities.count, is_required: clients.isRequired)
            return tls_server_create(identities, identities.count, allowsTLS12, wanted, tickets)
        }
    }

    /// A connection that begins; `nil` without memory.
    package func accept() -> TLSSession? {
        guard let pointer = OpaquePointer(bitPattern: self.address), let session = tls_session_create(pointer) else {
            return nil
        }
        return TLSSession(session, bounding: HelloBound())
    }
}
