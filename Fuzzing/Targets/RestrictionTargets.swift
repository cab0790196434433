import Geolocation
import Keys

/// What restrictions read that others have written.
enum RestrictionTargets {
    /// A file is a database or none; what it says lies within what can be said.
    static func placeDatabase(_ bytes: [UInt8]) -> Int32 {
        for content in [DatabaseContent.country, .network] {
            guard let table = try? PlaceTable(file: bytes, content: content) else { continue }
            for address in [IPAddress(ipv4: 0), .init(ipv4: .max), .init(ipv6High: 0x2a00 << 48, low: 1)] {
                let value = table.value(of: address)
                guard content == .country else { continue }
                precondition(
                    UInt16(exactly: value).flatMap { CountryCode(stored: $0) } != nil, "a country is two letters")
            }
        }
        return 0
    }

    /// A file is a time zone or none; its offsets are ones that there are.
    static func timeZone(_ bytes: [UInt8]) -> Int32 {
        guard let rules = try? ZoneRules(file: bytes) else { return 0 }
        for moment in [Int64.min, -1, 0, 1_790_000_000, 4_200_000_000, .max] {
            precondition((-93_599...93_599).contains(rules.offset(at: moment)), "a day at most, and a little")
        }
        return 0
    }

    /// A text is a pattern that comes back from its text, or none; and as the value of a field it matches or does not.
    static func pattern(_ bytes: [UInt8]) -> Int32 {
        let text = String(decoding: bytes, as: UTF8.self)
        if let pattern = ReferrerPattern(text) {
            precondition(ReferrerPattern(pattern.description) == pattern, "a referrer comes back")
            _ = pattern.matches(bytes.span)
        }
        if let pattern = OriginPattern(text) {
            precondition(OriginPattern(pattern.description) == pattern, "an origin comes back")
        }
        if let window = TimeWindow(text), window.objection == nil {
            precondition(TimeWindow(window.description) == window, "a window comes back")
        }
        _ = OriginPattern("https://*.example.com")?.matches(bytes.span)
        _ = ReferrerPattern("*.example.com/a/*")?.matches(bytes.span)
        _ = ApplicationRule.Fingerprint(text)
        return 0
    }
}
