import AdminAPI
import ConfigurationReading
import Gateway
import Keys

/// Keys must not cross a network in clear.
enum ListenerCheck {
    static func findings(_ installation: InspectedServer) -> [AdminFinding] {
        let gateway = installation.configuration.gateway
        let admin = installation.configuration.admin
        var findings: [AdminFinding] = []
        if gateway.tls == nil, IPAddress(gateway.address)?.isLoopback != true {
            findings.append(
                .init(
                    kind: "plain_http_beyond_loopback", severity: .critical,
                    title: "The gateway takes keys over plain HTTP from beyond this machine.",
                    subject: "\(gateway.address):\(gateway.port)",
                    cure: "Set gateway.tls, or gateway.address to a loopback address behind a TLS terminator."))
        }
        if let verify = installation.configuration.verify?.listener, verify.tls == nil, let address = verify.address,
            IPAddress(address)?.isLoopback != true
        {
            findings.append(
                .init(
                    kind: "verify_plain_http_beyond_loopback", severity: .critical,
                    title: "The verify listener takes keys over plain HTTP from beyond this machine.",
                    subject: "\(address):\(verify.port)",
                    cure: "Set verify.tls, or verify.address to a loopback address, or use verify.socket."))
        }
        if admin.tls == nil, IPAddress(admin.address)?.isLoopback != true {
            findings.append(
                .init(
                    kind: "admin_beyond_loopback", severity: .critical,
                    title: "The admin API takes operators' keys over plain HTTP from beyond this machine.",
                    subject: "\(admin.address):\(admin.port)", cure: "Set admin.tls, or admin.address to 127.0.0.1."))
        }
        return findings
    }
}
