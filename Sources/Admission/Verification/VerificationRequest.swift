package import Keys

/// What a verifier says of the request it decides on. There is no route: the environment stands in its place.
package struct VerificationRequest {
    /// Index into the snapshot's environments; `nil` takes whatever environment the key is of.
    package var environment: UInt16?
    /// The key that asks; `nil` when a caller shows its own.
    package var caller: KeyID?
    /// Who sent the request to the verifier. A key restricted by address is refused when it is not known.
    package var address: IPAddress?
    /// The request's method. A key restricted by method is refused when it is not known.
    package var method: RequestMethod?
    /// The certificate that the client has shown to the verifier. A key bound to one is refused when it is not known.
    package var certificate: CertificateThumbprint?
    /// Where the address is; `nil` when no address is known.
    package var place: Place?
    /// What the client claims of itself, as the verifier tells it.
    package var claims: RequestClaims?
    /// Whether the key's boundary is held against the method.
    package var isBounded = true
    /// What each limit of the key is charged unless `NamedCost` says otherwise; 0 asks without spending.
    package var cost: UInt32 = 1
    /// What the key's credits are charged; 0 asks without spending.
    package var creditCost: UInt32 = 1
    /// Civil time, for expiry and windows.
    package var now: WallTime
    /// Monotonic time, for limits.
    package var monotonic: MonotonicNanoseconds

    package init(
        environment: UInt16?, address: IPAddress? = nil, method: RequestMethod? = nil, now: WallTime,
        monotonic: MonotonicNanoseconds
    ) {
        self.environment = environment
        self.address = address
        self.method = method
        self.now = now
        self.monotonic = monotonic
    }
}
