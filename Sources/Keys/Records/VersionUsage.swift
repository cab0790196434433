/// Who used a version last, from where, and on which route. Exact to a minute.
package struct VersionUsage: Hashable, Sendable {
    package var keyID: KeyID
    package var versionNumber: UInt32
    package var at: WallTime
    package var address: IPAddress
    /// Cut to what a decision record holds: 128 bytes.
    package var userAgent: String
    /// The route's name.
    package var route: String

    package init(
        keyID: KeyID, versionNumber: UInt32, at: WallTime, address: IPAddress, userAgent: String, route: String
    ) {
        self.keyID = keyID
        self.versionNumber = versionNumber
        self.at = at
        self.address = address
        self.userAgent = userAgent
        self.route = route
    }
}
