import AdminAPI
import Geolocation
import Keys

/// Databases of places that are not as they should be.
enum PlaceFindings {
    /// A database is made every few days; one of half a year is wrong for many addresses.
    private static let old: Int64 = 180 * 86_400

    /// `asksForPlace`: some key or route has a rule about countries or networks.
    static func findings(
        _ standings: [PlaceFiles.Standing], asksForPlace: Bool, at now: WallTime
    ) -> [AdminFinding] {
        guard !standings.isEmpty else {
            guard asksForPlace else { return [] }
            return [
                .init(
                    kind: "place_database_missing", severity: .warning,
                    title:
                        "Keys or routes are restricted by country or network, and no database says where addresses are.",
                    subject: "geo", cure: "Set geo.countryDatabase and geo.networkDatabase; until then all are unknown."
                )
            ]
        }
        return standings.compactMap { standing in
            if let failure = standing.failure {
                return .init(
                    kind: "place_database_refused", severity: .warning,
                    title: "A newer database of \(standing.content.rawValue) is not in force: \(failure).",
                    subject: standing.path, cure: "Put a whole file in its place; the last good one stays until then.")
            }
            let built = Int64(clamping: standing.metadata.builtAt)
            guard built > 0, now.seconds - built > Self.old else { return nil }
            return .init(
                kind: "place_database_old", severity: .notice,
                title: "The database of \(standing.content.rawValue) is \((now.seconds - built) / 86_400) days old.",
                subject: standing.path, cure: "Get a newer one; it is taken into force within seconds.")
        }
    }
}
