import Admission
import Testing

@Suite struct ReasonTests {
    @Test func `every reason has a code in lower snake case, a title and an error status`() {
        for reason in Reason.allCases {
            let code = reason.code.description
            #expect(!code.isEmpty && code.utf8.allSatisfy { ($0 &- 0x61) < 26 || $0 == 0x5f })
            #expect(!reason.title.description.isEmpty)
            #expect((400...599).contains(reason.status))
        }
    }

    @Test func `reasons that share a code share the status, so that the answer tells nothing more`() {
        for (_, reasons) in Dictionary(grouping: Reason.allCases, by: { $0.code.description }) {
            #expect(Set(reasons.map(\.status)).count == 1)
            // Who is asked for more proof must know for which.
            let isTold =
                reasons.contains(.limitExceeded) || reasons.contains(.capacityReduced)
                || reasons.allSatisfy { $0.means != nil }
            #expect(Set(reasons.map(\.title.description)).count == 1 || isTold)
        }
    }

    @Test(arguments: [
        (Reason.requestMalformed, 400), (.contentTooLarge, 413), (.targetTooLong, 414), (.headTooLarge, 431),
        (.requestTooSlow, 408), (.routeNotFound, 404), (.methodNotAllowed, 405), (.credentialMissing, 401),
        (.credentialUnknown, 401), (.credentialAmbiguous, 400), (.credentialInQuery, 400), (.keyExpired, 401),
        (.keySuspended, 401), (.keyVersionRetired, 401), (.addressNotAllowed, 403), (.permissionMissing, 403),
        (.boundaryExceeded, 403), (.limitExceeded, 429), (.upstreamUnreachable, 502), (.upstreamUnavailable, 503),
        (.upstreamTimeout, 504), (.overloaded, 503),
    ])
    func `statuses are those of the table of refusals`(reason: Reason, status: Int) {
        #expect(Int(reason.status) == status)
    }
}
