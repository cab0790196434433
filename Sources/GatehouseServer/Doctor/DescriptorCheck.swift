import AdminAPI
import ConfigurationReading
import Gateway

/// Every client takes a file descriptor, and while it is served often a second one.
enum DescriptorCheck {
    /// The server raises what it may open to what it may ask for; whoever else looks has to go by that.
    static func findings(_ installation: InspectedServer) -> [AdminFinding] {
        let configuration = installation.configuration
        return Self.findings(
            limit: DescriptorLimit.highest, gateway: configuration.gateway.maximumConnections,
            verifiers: configuration.verify?.listener.maximumConnections ?? 0,
            redirected: configuration.gateway.edge.redirect?.maximumConnections ?? 0)
    }

    static func findings(limit: UInt64, gateway: Int, verifiers: Int, redirected: Int) -> [AdminFinding] {
        let budget = DescriptorBudget(limit: limit, gateway: gateway, verifiers: verifiers, redirected: redirected)
        guard budget.isShort else { return [] }
        return [
            .init(
                kind: "descriptor_limit_low", severity: .warning,
                title: "The process may open \(limit) files; \(budget.wanted) would fit the configured connections."
                    + " The gateway takes \(budget.gateway).",
                cure: "Raise the limit (systemd: LimitNOFILE=\(budget.wanted)) or lower maximumConnections.")
        ]
    }
}
