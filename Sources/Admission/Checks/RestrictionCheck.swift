import Keys

/// Phase 6, restrict: may the key be used now, from there, with this method?
enum RestrictionCheck {
    /// Why not; `nil` when it may.
    static func evaluate(_ key: KeyEntry, for request: AdmissionRequest) -> Reason? {
        if key.notBefore > request.now.milliseconds { return .keyNotYetValid }
        guard let restrictions = key.extras?.restrictions else { return nil }
        if !restrictions.permit(request.address) { return .addressNotAllowed }
        if let methods = restrictions.methods, !methods.contains(request.method) { return .methodNotPermitted }
        return nil
    }
}
