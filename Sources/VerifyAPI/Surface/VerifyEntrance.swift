/// The way a key was asked about.
package enum VerifyEntrance: UInt8, Sendable {
    case native, batch, unkey, forwardAuth, extAuthz
    /// Everything that verifies nothing: holder's acts, the change feed, probes, and what reached no endpoint.
    case other
}
