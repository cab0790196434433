extension Endpoint {
    /// Every operation there is.
    static func all(_ surroundings: AdminSurroundings) -> [Endpoint] {
        [
            ProjectEndpoints(plane: surroundings.plane).endpoints,
            EnvironmentEndpoints(plane: surroundings.plane).endpoints,
            IdentityEndpoints(plane: surroundings.plane).endpoints,
            RoleEndpoints(plane: surroundings.plane).endpoints,
            PolicyEndpoints(
                plane: surroundings.plane, time: surroundings.time, shadowed: surroundings.shadowed,
                limitNames: surroundings.limitNames
            ).endpoints,
            OperatorEndpoints(plane: surroundings.plane, time: surroundings.time).endpoints,
            KeyEndpoints(plane: surroundings.plane, time: surroundings.time).endpoints,
            KeyStateEndpoints(plane: surroundings.plane).endpoints,
            KeyAccessEndpoints(plane: surroundings.plane, routeNames: surroundings.routeNames).endpoints,
            ReviewEndpoints(
                plane: surroundings.plane, time: surroundings.time, observed: surroundings.observed
            ).endpoints,
            ImportEndpoints(plane: surroundings.plane, time: surroundings.time).endpoints,
            RotationEndpoints(plane: surroundings.plane).endpoints,
            RekeyingEndpoints(plane: surroundings.plane, system: surroundings.system).endpoints,
            AuditEndpoints(plane: surroundings.plane, origin: surroundings.auditLogName).endpoints,
            AuditRecordEndpoints(plane: surroundings.plane, origin: surroundings.auditOrigin).endpoints,
            RequestEndpoints(decision: surroundings.decision, plane: surroundings.plane).endpoints,
            FindingEndpoints(surroundings: surroundings).endpoints,
            UpstreamEndpoints(surroundings: surroundings).endpoints,
            BackupEndpoints(surroundings: surroundings).endpoints,
            ClockEndpoints(surroundings: surroundings).endpoints,
            OpenEndpoints(surroundings).endpoints, SystemEndpoints(system: surroundings.system).endpoints,
        ].flatMap(\.self)
    }

    /// The operations of a server that is sealed.
    static func sealed(_ desk: AdminDesk) -> [Endpoint] {
        OpenEndpoints(sealed: desk.version).endpoints + SystemEndpoints(system: desk.system).endpoints
    }
}
