import Keys

/// Phase 7, authorize: does the boundary of the key let the request through, and does it hold the route's permission?
enum AuthorizationCheck {
    /// Why not; `nil` when both hold. The boundary caps everything, so it is asked first.
    static func evaluate(
        _ key: KeyEntry, _ grants: GrantSet, on route: RouteRules, for request: AdmissionRequest
    ) -> Reason? {
        let operation = route.operation ?? request.method.defaultClass
        guard key.boundary.permits(request.method, on: operation) else { return .boundaryExceeded }
        if grants.permits(route) { return nil }
        return grants.hasWithdrawn(route) ? .routeWithdrawn : .permissionMissing
    }
}
