import CTransportSecurity

/// How a server is spoken to: who may have issued its certificate, what that is for, and what is shown in return.
package final class TLSClient: Sendable {
    /// What a client trusts and wants.
    package struct Expectations: Sendable {
        /// What the certificate has to be for, and what is asked for (SNI): a DNS name, or an address.
        package var name: String
        /// Certificates in PEM of those who issue the servers'; `nil` for the system's.
        package var authorities: [UInt8]?
        /// SHA-256 of public keys (SubjectPublicKeyInfo, RFC 7469, 2.4), 32 bytes each: one of the chain has to be among them,
        /// unless there is none.
        package var pins: [[UInt8]] = []
        package var minimumVersion = TLSOffer.MinimumVersion.tls13

        package init(name: String) { self.name = name }
    }

    /// Of a `tls_client`, which nothing changes.
    private let address: Int

    /// `identity` is shown to servers that ask for one.
    package init(_ expectations: Expectations, identity: TLSIdentity? = nil) throws(TransportSecurityError) {
        guard expectations.pins.allSatisfy({ $0.count == 32 }), !expectations.name.utf8.contains(0) else {
            throw .init(.identityInvalid, "a pin has 32 bytes, and a name no zero byte")
        }
        guard let made = Self.make(expectations, identity) else {
            throw .init(.identityInvalid, "the authorities, or the client certificate, cannot be used")
        }
        self.address = Int(bitPattern: made)
    }

    deinit { if let pointer = OpaquePointer(bitPattern: self.address) { tls_client_release(pointer) } }

    /// A connection that begins; `nil` without memory.
    package func connect() -> TLSSession? {
        guard let pointer = OpaquePointer(bitPattern: self.address), let session = tls_session_connect(pointer) else {
            return nil
        }
        return TLSSession(session)
    }

    private static func make(_ expectations: Expectations, _ identity: TLSIdentity?) -> OpaquePointer? {
        let pins = expectations.pins.flatMap(\.self)
        let authorities = expectations.authorities ?? []
        // An empty file trusts nobody, which is not the same as to trust whom the system trusts.
        guard expectations.authorities == nil || !authorities.isEmpty else { return nil }
        return expectations.name.withCString { name in
            authorities.withUnsafeBufferPointer { authorities in
                pins.withUnsafeBufferPointer { pins in
                    var servers = tls_servers(
                        authorities: authorities.isEmpty ? nil : authorities.baseAddress,
                        authorities_count: authorities.count, identity: identity?.pointer, name: name,
                        pins: pins.baseAddress, pin_count: pins.count / 32,
                        allows_tls12: expectations.minimumVersion == .tls12)
                    return tls_client_create(&servers)
                }
            }
        }
    }
}
