import CTransportSecurity

/// Keys that session tickets are sealed with (RFC 8446, 4.6.1; RFC 5077): in memory alone, shared by offers that replace each
/// other, so that sessions go on when certificates are exchanged.
package final class TLSTickets: Sendable {
    /// Of a `tls_tickets`, which has a lock of its own.
    private let address: Int

    package init() throws(TransportSecurityError) {
        guard let made = tls_tickets_create() else { throw .init(.exhausted, "no memory or randomness for tickets") }
        self.address = Int(bitPattern: made)
    }

    deinit { if let pointer = self.pointer { tls_tickets_release(pointer) } }

    var pointer: OpaquePointer? { OpaquePointer(bitPattern: self.address) }

    /// New tickets go under a new key. Those of the last two still open, and are replaced when they are used.
    package func rotate() { if let pointer = self.pointer { _ = tls_tickets_rotate(pointer) } }
}
