/// Why the admin API cannot start.
package struct AdminServerError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        /// Beyond loopback without TLS, and without the configuration's word for it.
        case beyondLoopback
        /// TLS without certificates, or the other way round.
        case securityMissing
        /// The address or the socket is taken.
        case addressInUse
        /// The folder of the socket is not ours alone.
        case socketFolderExposed
        /// The path of the socket does not fit into `sockaddr_un`.
        case socketPathTooLong
        case cannotListen
    }

    package let code: Code
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { self.message }
}
