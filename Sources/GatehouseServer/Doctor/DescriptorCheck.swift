import AdminAPI
import ConfigurationReading
import Gateway
import Glibc

/// Every client takes a file descriptor, and while it is served often a second one.
enum DescriptorCheck {
    static func findings(_ installation: InspectedServer) -> [AdminFinding] {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return [] }
        let verifiers = installation.configuration.verify?.listener.maximumConnections ?? 0
        let gateway = installation.configuration.gateway
        let redirected = gateway.edge.redirect?.maximumConnections ?? 0
        let wanted = UInt64(gateway.maximumConnections) * 2 + UInt64(verifiers + redirected) + 256
        guard limit.rlim_cur < wanted else { return [] }
        return [
            .init(
                kind: "descriptor_limit_low", severity: .warning,
                title: "The process may open \(limit.rlim_cur) files; \(wanted) would fit the configured connections.",
                cure: "Raise the limit (systemd: LimitNOFILE=\(wanted)) or lower maximumConnections.")
        ]
    }
}
