/// The stable code of a refusal. Servers may know more codes than this library: an unknown one is a refusal like any
/// other.
public struct RefusalCode: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The code as it stands in the API.
    public let rawValue: String

    /// The refusal with that code.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The code as it stands in the API.
    public var description: String { self.rawValue }

    /// No key was presented.
    public static let credentialMissing = RefusalCode(rawValue: "credential_missing")
    /// Malformed, unknown or revoked: which of them is not told.
    public static let credentialRejected = RefusalCode(rawValue: "credential_rejected")
    /// More than one key was presented.
    public static let credentialAmbiguous = RefusalCode(rawValue: "credential_ambiguous")
    /// The key has expired.
    public static let keyExpired = RefusalCode(rawValue: "key_expired")
    /// The key is suspended.
    public static let keySuspended = RefusalCode(rawValue: "key_suspended")
    /// A rotation has retired this version of the key.
    public static let keyVersionRetired = RefusalCode(rawValue: "key_version_retired")
    /// The key is not valid yet.
    public static let keyNotYetValid = RefusalCode(rawValue: "key_not_yet_valid")
    /// The key may not be used from this address.
    public static let addressNotAllowed = RefusalCode(rawValue: "address_not_allowed")
    /// The key may not be used with this method.
    public static let methodNotPermitted = RefusalCode(rawValue: "method_not_permitted")
    /// The key wants a stronger proof beside it: its client certificate.
    public static let stepUpRequired = RefusalCode(rawValue: "step_up_required")
    /// The key is bound to another client certificate.
    public static let certificateNotAllowed = RefusalCode(rawValue: "certificate_not_allowed")
    /// The key may not be used from this country.
    public static let countryNotAllowed = RefusalCode(rawValue: "country_not_allowed")
    /// The key may not be used from this network.
    public static let networkNotAllowed = RefusalCode(rawValue: "network_not_allowed")
    /// The key may not be used from this page.
    public static let referrerNotAllowed = RefusalCode(rawValue: "referrer_not_allowed")
    /// The key may not be used by this application.
    public static let applicationNotAllowed = RefusalCode(rawValue: "application_not_allowed")
    /// The key may not be used at this time.
    public static let timeNotAllowed = RefusalCode(rawValue: "time_not_allowed")
    /// The key may not be used on this route.
    public static let routeNotAllowed = RefusalCode(rawValue: "route_not_allowed")
    /// The key was not used for too long.
    public static let keyIdle = RefusalCode(rawValue: "key_idle")
    /// The key lacks a permission.
    public static let permissionMissing = RefusalCode(rawValue: "permission_missing")
    /// The request is beyond the boundary of the key.
    public static let boundaryExceeded = RefusalCode(rawValue: "boundary_exceeded")
    /// A rate limit is used up.
    public static let limitExceeded = RefusalCode(rawValue: "limit_exceeded")
    /// The key has no limit of a name that the question gave.
    public static let limitUnknown = RefusalCode(rawValue: "limit_unknown")
    /// A quota or the key's credits are used up.
    public static let quotaExceeded = RefusalCode(rawValue: "quota_exceeded")
    /// The answer to unusual use of the key.
    public static let abnormalUsage = RefusalCode(rawValue: "abnormal_usage")
}
