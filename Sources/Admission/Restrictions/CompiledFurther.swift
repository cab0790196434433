import Keys
import RateLimiting

/// Country, network, page, application, route, time and idleness, made ready.
struct CompiledFurther: Sendable {
    private let restrictions: FurtherRestrictions
    private let windows: [CompiledTimeWindow]
    /// Numbers of the routes, by which all others are told apart at once.
    private let routeNumbers: [UInt64]
    private let maximumIdleMilliseconds: Int64
    let needs: RequestNeeds

    init(_ restrictions: FurtherRestrictions, zones: ZoneSource) {
        self.restrictions = restrictions
        self.windows = restrictions.timeWindows.compactMap { window in
            zones.rules(of: window.timeZone).map { CompiledTimeWindow(window, in: $0) }
        }
        self.routeNumbers = restrictions.routes.map { LimitRule.identity($0) }
        self.maximumIdleMilliseconds = Int64(restrictions.maximumIdleSeconds ?? 0) * 1000
        var needs: RequestNeeds = []
        if restrictions.asksForPlace { needs.insert(.place) }
        if restrictions.asksForClaims { needs.insert(.claims) }
        if restrictions.maximumIdleSeconds != nil { needs.insert(.use) }
        self.needs = needs
    }

    func objection(to inputs: RestrictionInputs) -> Reason? {
        if self.restrictions.asksForPlace, let reason = self.objection(to: inputs.place) { return reason }
        if !self.restrictions.routes.isEmpty, !self.permits(inputs.route) { return .routeNotAllowed }
        if !self.restrictions.timeWindows.isEmpty, !self.isOpen(at: inputs.now) { return .timeNotAllowed }
        if self.restrictions.asksForClaims, !inputs.claimsStand, let reason = self.objection(to: inputs.claims) {
            return reason
        }
        if self.maximumIdleMilliseconds > 0, let unused = inputs.unused, unused > self.maximumIdleMilliseconds {
            return .keyIdle
        }
        return nil
    }

    private func objection(to place: Place?) -> Reason? {
        let rules = self.restrictions
        if !rules.allowedCountries.isEmpty || !rules.deniedCountries.isEmpty {
            guard let country = place?.country, !rules.deniedCountries.contains(country),
                rules.allowedCountries.isEmpty || rules.allowedCountries.contains(country)
            else { return .countryNotAllowed }
        }
        if !rules.allowedNetworks.isEmpty || !rules.deniedNetworks.isEmpty {
            guard let network = place?.network, !rules.deniedNetworks.contains(network),
                rules.allowedNetworks.isEmpty || rules.allowedNetworks.contains(network)
            else { return .networkNotAllowed }
        }
        return nil
    }

    private func permits(_ route: RouteRules?) -> Bool {
        guard let route else { return false }
        for (index, number) in self.routeNumbers.enumerated()
        where number == route.number && self.restrictions.routes[index] == route.name {
            return true
        }
        return false
    }

    private func isOpen(at now: WallTime) -> Bool {
        for window in self.windows where window.holds(at: now) { return true }
        return false
    }

    private func objection(to claims: RequestClaims?) -> Reason? {
        let rules = self.restrictions
        if !rules.referrers.isEmpty {
            guard let claims, Self.matches(rules.referrers, claims.referrer) else { return .referrerNotAllowed }
        }
        if !rules.origins.isEmpty {
            guard let claims, Self.matches(rules.origins, claims.origin) else { return .referrerNotAllowed }
        }
        if !rules.applications.isEmpty {
            guard let claims, Self.matches(rules.applications, claims) else { return .applicationNotAllowed }
        }
        return nil
    }

    private static func matches(_ patterns: [ReferrerPattern], _ value: [UInt8]) -> Bool {
        for pattern in patterns where pattern.matches(value.span) { return true }
        return false
    }

    private static func matches(_ patterns: [OriginPattern], _ value: [UInt8]) -> Bool {
        for pattern in patterns where pattern.matches(value.span) { return true }
        return false
    }

    private static func matches(_ rules: [ApplicationRule], _ claims: RequestClaims) -> Bool {
        // Spans of what a class holds have to be taken of values that outlive them.
        let (package, certificate, bundle) = (claims.androidPackage, claims.androidCertificate, claims.iOSBundle)
        for rule in rules
        where rule.matches(
            androidPackage: package.span, androidCertificate: certificate.span, iOSBundle: bundle.span)
        {
            return true
        }
        return false
    }
}

extension FurtherRestrictions {
    fileprivate var asksForPlace: Bool {
        !self.allowedCountries.isEmpty || !self.deniedCountries.isEmpty || !self.allowedNetworks.isEmpty
            || !self.deniedNetworks.isEmpty
    }

    fileprivate var asksForClaims: Bool {
        !self.referrers.isEmpty || !self.origins.isEmpty || !self.applications.isEmpty
    }
}
