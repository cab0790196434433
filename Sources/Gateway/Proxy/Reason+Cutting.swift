import Admission

extension Reason {
    /// Whether exchanges in flight are cut. A key or version that has merely reached its end lets them finish, unless
    /// the version was replaced without overlap (`Snapshot.isReplacedAtOnce`).
    var cutsExchanges: Bool { self == .credentialRevoked || self == .credentialUnknown || self == .keySuspended }
}
