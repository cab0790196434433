import Keys
import Timekeeping

extension FieldChecks {
    /// The restrictions of a key, or of what many share, which may have more networks.
    mutating func restrictions(_ restrictions: Restrictions, mostRanges: Int = Restrictions.mostRanges) {
        for (ranges, name) in [
            (restrictions.allowedAddresses, "allowed_addresses"), (restrictions.deniedAddresses, "denied_addresses"),
        ] {
            self.require(
                ranges.count <= mostRanges, "/restrictions/\(name)", "must be at most \(mostRanges)")
        }
        self.require(
            restrictions.methods.map { !$0.methods.isEmpty } ?? true, "/restrictions/methods",
            "must name a method; leave it out to restrict none")
        self.list(restrictions.certificates, atMost: Restrictions.mostCertificates, "certificates", of: "certificate")
        if restrictions.hasFurther { self.further(restrictions.further) }
    }

    private mutating func further(_ further: FurtherRestrictions) {
        let most = FurtherRestrictions.most
        self.list(further.allowedCountries, atMost: most, "allowed_countries", of: "country")
        self.list(further.deniedCountries, atMost: most, "denied_countries", of: "country")
        self.list(further.allowedNetworks, atMost: most, "allowed_networks", of: "network")
        self.list(further.deniedNetworks, atMost: most, "denied_networks", of: "network")
        self.list(further.referrers, atMost: most, "referrers", of: "page")
        self.list(further.origins, atMost: most, "origins", of: "origin")
        self.list(further.applications, atMost: most, "applications", of: "application")
        self.list(further.routes, atMost: most, "routes", of: "route")
        for (index, route) in further.routes.prefix(most).enumerated() {
            self.text(route, atMost: 64, "/restrictions/routes/\(index)")
        }
        self.windows(further.timeWindows)
        let longest = FurtherRestrictions.longestIdleSeconds
        self.require(
            further.maximumIdleSeconds.map { (1...longest).contains($0) } ?? true,
            "/restrictions/maximum_idle_seconds", "must be from 1 to \(longest)")
    }

    private mutating func windows(_ windows: [TimeWindow]) {
        let pointer = "/restrictions/time_windows"
        self.require(windows.count <= TimeWindow.most, pointer, "must be at most \(TimeWindow.most)")
        for (index, window) in windows.prefix(TimeWindow.most).enumerated() {
            let objection = window.objection
            self.require(objection == nil, "\(pointer)/\(index)", objection ?? "")
            self.require(
                ZoneFiles.system.source.rules(of: window.timeZone) != nil, "\(pointer)/\(index)/time_zone",
                "must be a time zone that this system knows; '\(window.timeZone)' is not among /usr/share/zoneinfo")
        }
        guard windows.count <= TimeWindow.most, let (first, second) = TimeWindow.overlap(in: windows) else { return }
        self.require(
            false, "\(pointer)/\(second)",
            "'\(windows[second])' overlaps '\(windows[first])'; make them one, or let them not meet")
    }

    private mutating func list<Item: Hashable>(_ items: [Item], atMost most: Int, _ name: String, of item: String) {
        self.require(items.count <= most, "/restrictions/\(name)", "must be at most \(most)")
        self.require(Set(items).count == items.count, "/restrictions/\(name)", "must not repeat a \(item)")
    }
}
