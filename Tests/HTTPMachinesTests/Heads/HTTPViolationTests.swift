import HTTPMachines
import Testing

@Suite struct HTTPViolationTests {
    @Test func `every rule has a sentence of its own and a status that refuses`() {
        let details = Set(HTTPViolation.allCases.map { "\($0.detail)" })
        #expect(details.count == HTTPViolation.allCases.count)
        let statuses: Set<UInt16> = [400, 413, 414, 417, 431, 501, 505]
        #expect(HTTPViolation.allCases.allSatisfy { statuses.contains($0.status) })
    }

    @Test func `every rule is broken by some row of the tables`() {
        let tables = RefusedHead.requests + ResponseHeadParserTests.refused
        let covered = Set(tables.map(\.violation)).union(BodyReaderTests.refused.map(\.violation))
        #expect(Set(HTTPViolation.allCases).subtracting(covered) == [.bodyTruncated])
    }

    @Test(
        arguments: [
            (HTTPViolation.targetTooLong, 414), (.headTooLarge, 431), (.tooManyFields, 431), (.bodyTooLarge, 413),
            (.versionUnsupported, 505), (.expectationUnknown, 417), (.transferEncodingUnknown, 501),
            (.hostMissing, 400),
        ] as [(HTTPViolation, UInt16)])
    func `what is too large or not offered has its own status`(violation: HTTPViolation, status: UInt16) {
        #expect(violation.status == status)
    }
}
