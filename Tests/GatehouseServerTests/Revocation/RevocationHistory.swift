/// What clients and the one who revokes have seen, and whether it fits together: no request whose first byte followed
/// the answer of an act that took its credential away may have been admitted (docs/ARCHITECTURE.md).
struct RevocationHistory {
    /// One request, by the clock all threads share.
    struct Request: Sendable {
        let credential: Int
        /// Before its first byte was sent.
        let began: UInt64
        /// After its answer was read.
        let ended: UInt64
        let isAdmitted: Bool
    }

    /// A time in which a credential must not admit.
    struct Outage: Sendable {
        let credential: Int
        /// After the answer of the act that took it away was there.
        let from: UInt64
        /// Before the act that gave it back was begun; the end of time when nothing did.
        var until = UInt64.max
    }

    var requests: [Request] = []
    var outages: [Outage] = []

    /// Admitted requests that lie wholly in a time in which their credential must not admit.
    func violations() -> [Request] {
        let outages = Dictionary(grouping: self.outages, by: \.credential)
        return self.requests.filter { request in
            request.isAdmitted
                && outages[request.credential, default: []].contains {
                    request.began > $0.from && request.ended < $0.until
                }
        }
    }
}
