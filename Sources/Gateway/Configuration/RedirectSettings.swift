import HTTPMachines

/// A listener without TLS that answers nothing but where the same is to be had with it.
package struct RedirectSettings: Sendable, Hashable {
    /// Connections that are open at once. One lasts for a head and an answer. No setting of the file.
    package var maximumConnections = 1_024

    /// The IP address to listen on.
    package var address = "127.0.0.1"
    /// 0 takes a free port.
    package var port = 80
    /// The host, and perhaps the port, that every client is sent to; `nil` for the one it asked for, when a route names it.
    package var host: String?
    /// The webroot that ACME clients put `http-01` challenges into, below `.well-known/acme-challenge`; `nil` for none.
    package var challengeWebroot: String?

    package init() {}

    func validate() throws(GatewayError) {
        guard (0...65_535).contains(self.port) else {
            throw GatewayError(.settingInvalid, "gateway.redirect.port: 0 to 65535")
        }
        guard let host = self.host else { return }
        guard HostText.isValid(Array(host.utf8).span) else {
            throw GatewayError(.settingInvalid, "gateway.redirect.host: a host, and perhaps a port")
        }
    }
}
