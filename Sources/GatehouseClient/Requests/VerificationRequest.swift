public import HTTPTypes

/// One question to Gatehouse: may this key do this, from here, now?
///
/// ```swift
/// VerificationRequest(key, permissions: "documents:read", address: "203.0.113.7", method: .get)
/// ```
public struct VerificationRequest: Sendable {
    /// The key that was presented.
    public var key: PresentedKey
    /// What the key must be granted; `nil` asks for the key's standing alone.
    public var permissions: PermissionQuery?
    /// The address of whoever presented the key, IPv4 or IPv6, without a port. A key bound to networks is refused
    /// without it.
    public var address: String?
    /// The method of the request that the key came with: the boundary of the key is held to it.
    public var method: HTTPRequest.Method?
    /// SHA-256 of the certificate that whoever presented the key has shown: 64 hexadecimal digits. A key bound to a
    /// certificate is refused without it.
    public var certificate: String?
    /// The `Referer` field of the request that the key came with. A key for some pages is refused without it.
    public var referrer: String?
    /// Its `Origin` field. A key for some origins is refused without it.
    public var origin: String?
    /// Its `X-Android-Package` field. A key for some applications is refused without what says which it is.
    public var androidPackage: String?
    /// Its `X-Android-Cert` field: SHA-1 of the certificate that the application is signed with.
    public var androidCertificate: String?
    /// Its `X-Ios-Bundle-Identifier` field.
    public var iosBundle: String?
    /// The named limits to spend, and how much of each. Empty: what the key itself demands.
    public var limits: [LimitCharge]
    /// What the request costs in limits that are not named in `limits`; `nil` is 1.
    public var cost: Int?
    /// Demands a decision by the server, whatever is cached here or there (`Cache-Control: no-cache`).
    public var mustBeFresh: Bool

    /// A question about a key.
    public init(
        _ key: PresentedKey, permissions: PermissionQuery? = nil, address: String? = nil,
        method: HTTPRequest.Method? = nil, limits: [LimitCharge] = [], cost: Int? = nil, mustBeFresh: Bool = false
    ) {
        self.key = key
        self.permissions = permissions
        self.address = address
        self.method = method
        self.limits = limits
        self.cost = cost
        self.mustBeFresh = mustBeFresh
    }

    /// Why no server needs to be asked; `nil` when one does. `CONNECT` and `TRACE` are never let through.
    var refusalAtSight: Refusal? {
        if self.method == .connect || self.method == .trace { return .init(code: .methodNotPermitted) }
        return self.key.refusalAtSight
    }

    /// A question about a key, given as text.
    public init(
        key: String, permissions: PermissionQuery? = nil, address: String? = nil, method: HTTPRequest.Method? = nil,
        limits: [LimitCharge] = [], cost: Int? = nil, mustBeFresh: Bool = false
    ) {
        self.init(
            .init(key), permissions: permissions, address: address, method: method, limits: limits, cost: cost,
            mustBeFresh: mustBeFresh)
    }
}
