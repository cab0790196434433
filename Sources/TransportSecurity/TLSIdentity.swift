import CTransportSecurity

/// A certificate chain and its private key, read and found to belong together. The key never leaves libcrypto's memory.
package final class TLSIdentity: Sendable {
    /// Names of one certificate that are looked at.
    static let mostNames = 100
    private static let longestName = 255

    /// Of a `tls_identity`, which nothing changes.
    private let address: Int
    /// DNS names, with their wildcards, and addresses that the certificate is for.
    package let names: [String]
    /// Seconds since 1970.
    package let notBefore: Int64
    /// Seconds since 1970.
    package let notAfter: Int64

    /// Reads PEM: the certificate first and its issuers behind, and the key.
    package init(chain: Span<UInt8>, key: Span<UInt8>) throws(TransportSecurityError) {
        var problem = [CChar](repeating: 0, count: 128)
        let made = chain.withUnsafeBufferPointer { chain in
            key.withUnsafeBufferPointer { key -> OpaquePointer? in
                guard let first = chain.baseAddress, let firstOfKey = key.baseAddress else { return nil }
                return tls_identity_create(first, chain.count, firstOfKey, key.count, &problem, problem.count)
            }
        }
        guard let made else {
            let text = problem.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            throw .init(.identityInvalid, text.isEmpty ? "a file is empty" : String(decoding: text, as: UTF8.self))
        }
        self.address = Int(bitPattern: made)
        self.names = Self.names(of: made)
        self.notBefore = tls_identity_not_before(made)
        self.notAfter = tls_identity_not_after(made)
    }

    deinit { if let pointer = self.pointer { tls_identity_release(pointer) } }

    var pointer: OpaquePointer? { OpaquePointer(bitPattern: self.address) }

    private static func names(of identity: OpaquePointer) -> [String] {
        (0..<self.mostNames).lazy.map { position in
            var name = [CChar](repeating: 0, count: self.longestName)
            let count = tls_identity_name(identity, position, &name, name.count)
            return String(decoding: name.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
        .prefix { !$0.isEmpty }
    }
}
