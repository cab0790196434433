package import Keys

/// What restrictions are held against. `nil` is what nobody has told: a rule about it refuses.
package struct RestrictionInputs {
    package var address: IPAddress?
    package var method: RequestMethod?
    package var certificate: CertificateThumbprint?
    /// Where the address is; `unknown` when the databases do not say, or there are none.
    package var place: Place?
    /// The route's name and number (`RouteRules.number`).
    package var route: RouteRules?
    package var claims: RequestClaims?
    /// What was claimed stands: it is not asked again.
    package var claimsStand = false
    /// For how long the key was not used before, in milliseconds; `nil` where it is not asked, or not known.
    package var unused: Int64?
    package var now: WallTime

    package init(now: WallTime) { self.now = now }
}
