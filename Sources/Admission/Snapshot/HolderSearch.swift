/// What digests say of who holds a token, in every environment.
package struct HolderSearch: Sendable {
    /// Versions whose secret it is, revoked ones among them.
    package internal(set) var versions: [HeldVersion] = []
    /// Where only a slow hash can tell: one for each environment (`ForeignDesk.holder`).
    package internal(set) var attempts: [WeakAttempt] = []
}
