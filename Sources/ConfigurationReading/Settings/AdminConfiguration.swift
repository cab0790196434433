package import Gateway

/// Where the admin API listens.
package struct AdminConfiguration: Hashable, Sendable {
    package var address = "127.0.0.1"
    package var port = 8081
    /// Path of the Unix socket; `nil` puts it into the data folder.
    package var socket: String?
    /// How clients that come by the address speak; `nil`: plain HTTP, as the socket always does.
    package var tls: TLSSettings?
    /// Must be true for an address beyond loopback without TLS: operators' keys cross a network in clear then.
    package var allowBeyondLoopback = false

    package init() {}
}
