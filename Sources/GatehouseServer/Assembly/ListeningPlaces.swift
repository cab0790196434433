/// Where an open server can be reached: the configuration's addresses with the ports that the system has chosen or granted.
package struct ListeningPlaces: Hashable, Sendable {
    package let gatewayURL: String
    /// A URL, the path of a socket, both or neither.
    package let verify: [String]
    package let adminURL: String
    /// `nil` without a demo upstream.
    package let demoPort: Int?
}
