import Keys

/// Phase 5 after the secret has matched: is this key, in this version, alive at this moment?
enum StandingCheck {
    /// Why not; `nil` when it is. Revoked comes first: it must look like unknown whatever else is true.
    static func evaluate(_ key: KeyEntry, _ version: VersionEntry, at now: WallTime) -> Reason? {
        let now = now.milliseconds
        if key.state == .revoked || version.isRevoked || key.revokesAt <= now { return .credentialRevoked }
        if key.state != .active { return .keySuspended }
        if key.expiresAt <= now { return .keyExpired }
        if version.notAfter <= now { return .keyVersionRetired }
        return nil
    }
}
