package import Keys

/// What admission needs to know of a request besides its credential.
package struct AdmissionRequest: Sendable {
    package let method: RequestMethod
    package let address: IPAddress
    /// Civil time, for expiry and windows.
    package let now: WallTime
    /// Monotonic time, for limits.
    package let monotonic: MonotonicNanoseconds

    package init(method: RequestMethod, address: IPAddress, now: WallTime, monotonic: MonotonicNanoseconds) {
        self.method = method
        self.address = address
        self.now = now
        self.monotonic = monotonic
    }
}
