import Cryptography
import Keys

/// What keys read one after the other have in common, for reading many of them: see `DecodingMemo`.
package struct KeyRecordMemo {
    var prefixes = DecodingMemo<String>()
    var rights = DecodingMemo<Rights>()
    var bounds = DecodingMemo<Bounds>()
    var limits = DecodingMemo<KeyLimits>()
    var creators = DecodingMemo<String>()

    package init() {}

    /// What a key may do.
    struct Rights {
        let roles: [RoleID]
        let grants: Grants
        let boundary: Boundary
    }

    /// What holds a key back.
    struct Bounds {
        let restrictions: Restrictions
        let limits: [LimitPolicy]
    }
}

extension KeyRecordMemo.Rights {
    init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        self.init(
            roles: try decoder.array(atMost: KeyRecord.mostRoles) { (decoder) throws(CryptographyError) in
                try decoder.id()
            },
            grants: try .init(from: &decoder), boundary: try .init(code: try decoder.byte()))
    }
}

extension KeyRecordMemo.Bounds {
    init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        self.init(
            restrictions: try .init(from: &decoder),
            limits: try decoder.array(atMost: LimitPolicy.most) { (decoder) throws(CryptographyError) in
                try .init(from: &decoder)
            })
    }
}
