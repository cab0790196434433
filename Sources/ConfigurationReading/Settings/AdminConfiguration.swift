/// Where the admin API listens.
package struct AdminConfiguration: Hashable, Sendable {
    package var address = "127.0.0.1"
    package var port = 8081
    /// Path of the Unix socket; `nil` puts it into the data folder.
    package var socket: String?
    /// Must be true for an address beyond loopback: the admin API has no TLS of its own yet.
    package var allowBeyondLoopback = false

    package init() {}
}
