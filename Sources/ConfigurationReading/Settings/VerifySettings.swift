package import Gateway

/// What `gatehouse.yaml` says of the verify listener.
package struct VerifySettings: Sendable {
    /// Everything but the proof of proxies, which is made from `forwardAuth` at the start.
    package var listener = VerifyConfiguration()
    /// `nil` when forward-auth and ext_authz are not answered.
    package var forwardAuth: ForwardAuthSettings?
    /// `nil` when no leak reports are taken.
    package var leaks: LeakSettings?

    package init() {}
}
