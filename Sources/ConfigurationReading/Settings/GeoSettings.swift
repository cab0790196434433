/// Databases that say where addresses are. The operator gets them, and puts newer ones in their place.
package struct GeoSettings: Sendable, Hashable {
    /// Path of a MaxMind DB file with countries; `nil` without.
    package var countryDatabase: String?
    /// Path of one with autonomous systems.
    package var networkDatabase: String?

    package init(countryDatabase: String? = nil, networkDatabase: String? = nil) {
        self.countryDatabase = countryDatabase
        self.networkDatabase = networkDatabase
    }
}
