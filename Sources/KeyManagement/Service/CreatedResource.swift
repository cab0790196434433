/// Names what was created.
package struct CreatedResource: Hashable, Sendable {
    /// Text form of its id.
    let id: String
    /// The version of a key whose secret was shown.
    let versionNumber: UInt32?

    init(_ id: some CustomStringConvertible, versionNumber: UInt32? = nil) {
        self.id = id.description
        self.versionNumber = versionNumber
    }
}
