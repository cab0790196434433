import Keys
import Telemetry

/// Series that tell https from http.
extension LoopMetrics {
    /// In the second number of a duration, above the version.
    private static let secure: UInt16 = 0x80

    /// A request in flight.
    static func active(_ method: RequestMethod, isSecure: Bool) -> SeriesKey {
        SeriesKey(UInt16(method.rawValue), isSecure ? 1 : 0)
    }

    /// A request that is over. `version` is the major one of HTTP · 10 + the minor.
    static func duration(
        _ route: UInt16, _ method: RequestMethod, version: UInt8, isSecure: Bool, _ status: UInt16, _ reason: UInt16
    ) -> SeriesKey {
        SeriesKey(
            route, UInt16(method.rawValue) << 8 | (isSecure ? Self.secure : 0) | UInt16(version), status, reason)
    }

    /// `url.scheme` of a request in flight.
    static func scheme(ofActive key: SeriesKey) -> String { key.second == 0 ? "http" : "https" }

    /// `url.scheme` of one that is over.
    static func scheme(ofDuration key: SeriesKey) -> String { key.second & Self.secure == 0 ? "http" : "https" }

    /// `network.protocol.version` of one that is over.
    static func version(ofDuration key: SeriesKey) -> String { key.second & 0x7f == 10 ? "1.0" : "1.1" }
}
