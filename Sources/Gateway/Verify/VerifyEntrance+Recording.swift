import Admission
import VerifyAPI

extension VerifyEntrance {
    /// The entrance counted under that position.
    init?(position: UInt16) { self.init(rawValue: UInt8(truncatingIfNeeded: position & 0xff)) }

    /// The path in metrics; empty for everything that verifies nothing.
    var path: String {
        switch self {
        case .native: "/v1/keys/verify"
        case .batch: "/v1/keys:batchVerify"
        case .unkey: "/v2/keys.verifyKey"
        case .forwardAuth: "/v1/forward-auth"
        case .extAuthz: "/v1/ext-authz/**"
        case .other: ""
        }
    }

    /// What decision records and the metric of decisions call it.
    var surface: Surface {
        switch self {
        case .native, .batch, .unkey, .other: .verify
        case .forwardAuth: .forwardAuth
        case .extAuthz: .extAuthz
        }
    }
}
