import HTTPMachines

/// An answer of the listener that sends clients to https, as it goes over the wire. Each ends its connection.
struct RedirectAnswer {
    /// What an answer is counted as. The raw value is its position in the metrics.
    enum Outcome: UInt16, CaseIterable {
        case moved = 0
        case challenge, challengeUnknown, misdirected, malformed, turnedAway

        var label: String {
            switch self {
            case .moved: "moved"
            case .challenge: "challenge"
            case .challengeUnknown: "challenge_unknown"
            case .misdirected: "misdirected"
            case .malformed: "malformed"
            case .turnedAway: "turned_away"
            }
        }
    }

    let outcome: Outcome
    let bytes: [UInt8]

    private init(_ outcome: Outcome, _ status: String, fields: [UInt8] = [], body: [UInt8] = [], isHead: Bool = false) {
        self.outcome = outcome
        let start = "HTTP/1.1 \(status)\r\n"
        let end = "Content-Length: \(body.count)\r\nConnection: close\r\n\r\n"
        self.bytes = Array(start.utf8) + fields + Array(end.utf8) + (isHead ? [] : body)
    }

    static func moved(to place: [UInt8]) -> Self {
        .init(.moved, "308 Permanent Redirect", fields: Array("Location: ".utf8) + place + [0x0d, 0x0a])
    }

    static func challenge(_ content: [UInt8], isHead: Bool) -> Self {
        let fields = "Content-Type: application/octet-stream\r\nX-Content-Type-Options: nosniff\r\n"
        return .init(.challenge, "200 OK", fields: Array(fields.utf8), body: content, isHead: isHead)
    }

    static var challengeUnknown: Self { .init(.challengeUnknown, "404 Not Found") }
    static var misdirected: Self { .init(.misdirected, "421 Misdirected Request") }

    /// What breaks a rule of HTTP is answered as the gateway answers it, without a word about why.
    static func malformed(_ violation: HTTPViolation) -> Self {
        .init(.malformed, "\(violation.status) Bad Request")
    }
}
