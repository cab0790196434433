package import TransportSecurity
package import VerifyAPI

/// The verify listener as the assembly hands it to the gateway: what it is told, and the way to the control plane.
package struct VerifyListener: Sendable {
    /// Does an act of the control plane, away from the loop, and calls back once, from any thread.
    ///
    /// It must not block and must bound what waits; what it cannot take it answers `unavailable` at once.
    package typealias Acts = @Sendable (HolderRequest, @escaping @Sendable (HolderActResult) -> Void) -> Void

    package var configuration: VerifyConfiguration
    package var acts: Acts
    /// There exactly when the configuration says that clients speak TLS.
    package var security: ListenerSecurity?

    package init(configuration: VerifyConfiguration, security: ListenerSecurity? = nil, acts: @escaping Acts) {
        self.configuration = configuration
        self.security = security
        self.acts = acts
    }
}
