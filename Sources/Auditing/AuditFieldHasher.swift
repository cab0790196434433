package import Cryptography
import Keys

/// Stands in for sensitive values in leaves: equal values of one tenant give equal codes, so that they can be searched
/// for, and nobody without the root key learns or confirms one.
package struct AuditFieldHasher: Sendable {
    private let key: HMACKey

    /// One key per tenant, derived from the audit subkey of the root key.
    package init(rootKey: RootKey, tenant: String) {
        var info = CanonicalEncoder()
        info.append("gatehouse/audit-field/1")
        info.append(tenant)
        self.key = HMACKey(HKDFSHA256.derive(from: rootKey.subkey(.auditField), info: info.bytes, count: 32))
    }

    /// `hmac-sha256:` and 64 hexadecimal digits. The field's name and the value's JSON type are part of what is hashed:
    /// `true` and `"true"` differ, and so do equal values of different fields.
    package func code(of value: JSONValue, field: String) -> String {
        let text = JSONValue.array([.string(field), value]).canonicalBytes
        return "hmac-sha256:" + self.key.authenticate(text.span).hexadecimal
    }
}
