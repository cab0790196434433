package import Keys

/// What admission needs to know of a request besides its credential.
package struct AdmissionRequest: Sendable {
    package let method: RequestMethod
    package let address: IPAddress
    /// What the client has shown; `nil` when nothing.
    package let certificate: ClientCertificate?
    /// Civil time, for expiry and windows.
    package let now: WallTime
    /// Monotonic time, for limits.
    package let monotonic: MonotonicNanoseconds

    package init(
        method: RequestMethod, address: IPAddress, certificate: ClientCertificate? = nil, now: WallTime,
        monotonic: MonotonicNanoseconds
    ) {
        self.method = method
        self.address = address
        self.certificate = certificate
        self.now = now
        self.monotonic = monotonic
    }
}
