package import Keys

/// Keys of another system that are to become keys of an environment, and what holds for all of them.
package struct ImportOrder: Sendable {
    /// Most keys of one order; a file is brought in by many.
    package static let mostKeys = 100

    package let environmentID: EnvironmentID
    package let source: ImportSource
    package var keys: [ImportedKey]
    /// Owns the keys that name no owner of their own.
    package var ownerID: IdentityID?
    /// How the tokens were made, for keys that do not say it themselves.
    package var strength = DeclaredStrength.unknown
    /// When keys end that do not say it themselves.
    package var expiry = ExpiryRequest.projectDefault

    package init(environmentID: EnvironmentID, source: ImportSource, keys: [ImportedKey]) {
        self.environmentID = environmentID
        self.source = source
        self.keys = keys
    }
}
