/// A key as another system tells of it, in our terms.
package struct ImportedKey: Sendable {
    /// Where it stands in what was read: the line of a file, from 1.
    package let line: Int
    /// What the system it comes from calls it; unique there.
    package var foreignID: String
    package var name: String
    package var credential: ImportedCredential
    /// Name of the identity that owns it; made when it is not there. `nil` takes the import's.
    package var owner: String?
    package var permissions: [PermissionPattern] = []
    /// Names of roles, which must be there.
    package var roles: [String] = []
    package var tags: [String] = []
    package var metadata: [String: String] = [:]
    package var limits: [LimitPolicy] = []
    /// `nil` takes the import's.
    package var expiresAt: WallTime?
    /// `false` comes in suspended.
    package var isEnabled = true
    /// `nil` takes the import's.
    package var strength: DeclaredStrength?

    package init(line: Int, foreignID: String, name: String, credential: ImportedCredential) {
        self.line = line
        self.foreignID = foreignID
        self.name = name
        self.credential = credential
    }
}
