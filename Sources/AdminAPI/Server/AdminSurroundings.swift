package import AuditExport
package import Cryptography
package import DecisionLog
package import KeyManagement
package import Keys
package import Logging

/// Everything the admin API is given by the assembly.
package struct AdminSurroundings: Sendable {
    /// The control plane.
    package let plane: ControlPlane
    package let time: TimeSource
    package let randomBytes: RandomBytes
    package let logger: Logger
    /// The version of the program, shown by `/livez`.
    package var version: String = "0"
    /// Holds the time where the clock would end many keys; `nil` where nobody looks at it.
    package var clock: ClockGuard?
    /// What exported audit records say of where they come from.
    package var auditOrigin = AuditOrigin(version: "0", host: nil)
    /// The name of the audit log; `nil` when it is not known.
    package var auditLogName: String?
    /// What hinders the server from serving, a sentence each; ready when empty.
    package var unreadiness: @Sendable () async -> [String] = { [] }
    /// The metrics in Prometheus' text format.
    package var metrics: @Sendable () async -> String = { "" }
    /// What the decision log knows of a request; `nil` when it knows nothing (any more).
    package var decision: @Sendable (RequestID) async throws -> DecisionRecord? = { _ in nil }
    /// What rules in shadow would have refused since a moment: one policy, or all policies and limits.
    package var shadowed: @Sendable (WallTime, PolicyID?) async -> ShadowReport = { _, _ in .init() }
    /// The names of the limits of a route, by its name; of the gateway's own for `nil`.
    package var limitNames: @Sendable (String?) -> [String] = { _ in [] }
    /// The names of the routes; `nil` where nobody knows them.
    package var routeNames: @Sendable () -> [String]? = { nil }
    /// What the decision log has seen keys do.
    package var observed: @Sendable (Set<KeyID>) async -> ObservedUse = { _ in .init() }
    /// What is weak about the installation, beyond what lies in the store.
    package var findings: @Sendable () async -> [AdminFinding] = { [] }
    /// How the upstreams stand, in the order of the configuration.
    package var upstreams: @Sendable () async -> [AdminUpstream] = { [] }
    /// Seals and opens the server.
    package var system: any SystemControl = UnsealableSystem()

    /// Settles what a backup holds; `nil` where there is nothing to back up.
    package var prepareBackup: (@Sendable () async throws -> ByteStream)?

    package init(plane: ControlPlane, time: TimeSource, randomBytes: @escaping RandomBytes, logger: Logger) {
        self.plane = plane
        self.time = time
        self.randomBytes = randomBytes
        self.logger = logger
    }
}
