import Gateway
import HTTPMachines

/// Every setting with its effective value and where it comes from, for `gatehouse config show`.
package struct ConfigurationListing: Hashable, Sendable {
    /// One setting.
    package struct Entry: Hashable, Sendable {
        /// `routes[0].path`
        package let key: String
        package let value: String
        /// `gatehouse.yaml:12`, or `default`.
        package let origin: String
        /// Where the file says so; `nil` where it does not.
        var line: Int? = nil
    }

    package let entries: [Entry]

    /// Reads the file as the server would; what it does not mention is listed with its default.
    package init(file: String, text: String) throws(ConfigurationError) {
        let configuration = try ServerConfiguration(file: file, text: text)
        let stated = try ConfigurationNode(file: file, text: text).leaves.map { leaf in
            Entry(
                key: leaf.key, value: leaf.value, origin: leaf.line.map { "\(file):\($0)" } ?? file, line: leaf.line)
        }
        let known = Set(stated.map(\.key))
        self.entries = stated + Self.defaults(configuration).filter { !known.contains($0.key) }
    }

    /// The settings that have a default, with the values in force.
    private static func defaults(_ configuration: ServerConfiguration) -> [Entry] {
        let gateway = configuration.gateway
        let settings: KeyValuePairs<String, any CustomStringConvertible> = [
            "data": configuration.dataFolder, "rootKey.file": configuration.rootKeyFile ?? "none",
            "rootKey.credential": configuration.rootKeyCredential ?? "none",
            "tokenPrefix": configuration.tokenPrefix, "eventLoops": configuration.eventLoops,
            "gateway.address": gateway.address, "gateway.port": gateway.port, "gateway.backlog": gateway.backlog,
            "gateway.maximumConnections": gateway.maximumConnections,
            "gateway.maximumHeadBytes": gateway.headLimits.maximumHeadBytes,
            "gateway.maximumTargetBytes": gateway.headLimits.maximumTargetBytes,
            "gateway.maximumBodyBytes": Self.bytes(gateway.bodyLimits.maximumBodyBytes),
            "gateway.headTimeoutMs": Self.milliseconds(gateway.headTimeout),
            "gateway.bodyIdleTimeoutMs": Self.milliseconds(gateway.bodyIdleTimeout),
            "gateway.keepAliveTimeoutMs": Self.milliseconds(gateway.keepAliveTimeout),
            "gateway.drainTimeoutMs": Self.milliseconds(gateway.drainTimeout),
            "gateway.shutdownTimeoutMs": Self.milliseconds(gateway.shutdownTimeout), "gateway.realm": gateway.realm,
            "admin.address": configuration.admin.address, "admin.port": configuration.admin.port,
            "admin.socket": configuration.adminSocket,
            "admin.allowBeyondLoopback": configuration.admin.allowBeyondLoopback,
            "limiter.capacity": configuration.limiterCapacity,
            "decisions.maximumBytes": configuration.decisions.maximumBytes,
            "decisions.maximumAgeMs": Self.milliseconds(configuration.decisions.maximumAge),
            "decisions.accessLog": configuration.decisions.accessLog ?? "none",
            "audit.origin": configuration.audit.origin ?? "made with the store",
            "audit.anchorFile": configuration.audit.anchorFile ?? "none",
        ]
        let parts =
            Self.edgeDefaults(gateway.edge) + Self.verifyDefaults(configuration.verify)
            + Self.sinkDefaults(configuration.audit.sinks)
        return (Array(settings) + parts).map {
            .init(key: $0.key, value: $0.value.description, origin: "default")
        }
    }

    /// Those of the verify listener, where there is one.
    private static func verifyDefaults(
        _ verify: VerifySettings?
    ) -> [(key: String, value: any CustomStringConvertible)] {
        guard let verify else { return [] }
        let listener = verify.listener
        let place: KeyValuePairs<String, any CustomStringConvertible> = [
            "verify.address": listener.address ?? "none", "verify.port": listener.port,
        ]
        let bounds: KeyValuePairs<String, any CustomStringConvertible> = [
            "verify.maximumConnections": listener.maximumConnections,
            "verify.maximumBodyBytesHeld": listener.maximumBodyBytesHeld,
            "verify.headTimeoutMs": Self.milliseconds(listener.headTimeout),
            "verify.bodyTimeoutMs": Self.milliseconds(listener.bodyTimeout),
            "verify.keepAliveTimeoutMs": Self.milliseconds(listener.keepAliveTimeout),
            "verify.actTimeoutMs": Self.milliseconds(listener.actTimeout),
        ]
        return (listener.address == nil ? [] : Array(place)) + Array(bounds)
    }

    private static func bytes(_ limit: UInt64) -> String { limit == .max ? "unlimited" : String(limit) }

    static func milliseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return seconds.multipliedReportingOverflow(by: 1000).partialValue + attoseconds / 1_000_000_000_000_000
    }
}
