package import Keys

/// What admission needs to know of a request besides its credential.
package struct AdmissionRequest {
    package let method: RequestMethod
    package let address: IPAddress
    /// What the client has shown; `nil` when nothing.
    package let certificate: ClientCertificate?
    /// Where the address is; `unknown` when the databases do not say, or there are none.
    package let place: Place
    /// What the client claims of itself; `nil` when no restriction asks for it (`AdmissionPipeline.needs(on:)`).
    package let claims: RequestClaims?
    /// The request was judged before by what it claimed then, which is no longer there: that is not asked again.
    package let claimsStand: Bool
    /// Civil time, for expiry and windows.
    package let now: WallTime
    /// Monotonic time, for limits.
    package let monotonic: MonotonicNanoseconds

    package init(
        method: RequestMethod, address: IPAddress, certificate: ClientCertificate? = nil, place: Place = .unknown,
        claims: RequestClaims? = nil, claimsStand: Bool = false, now: WallTime, monotonic: MonotonicNanoseconds
    ) {
        self.method = method
        self.address = address
        self.certificate = certificate
        self.place = place
        self.claims = claims
        self.claimsStand = claimsStand
        self.now = now
        self.monotonic = monotonic
    }
}
