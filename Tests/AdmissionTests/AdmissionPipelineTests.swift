import Admission
import Keys
import Testing

@Suite struct AdmissionPipelineTests {
    private let now = AdmissionFixture.now

    @Test func `the holder of a key is admitted with its rights and its owner`() throws {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route(permission: "orders:read")])
        let (record, token) = fixture.issue { $0.grants = AdmissionFixture.grants("orders:read") }
        let admitted = try #require(fixture.judge(token).admitted)
        #expect(admitted.key?.keyID == record.id)
        #expect(admitted.key?.ownerID == record.ownerID)
        #expect(admitted.key?.versionNumber == 1)
        #expect(admitted.grants?.grants == record.grants)
    }

    @Test func `a token with one changed character is malformed and nothing is looked up`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let (_, token) = fixture.issue()
        for index in token.indices {
            var changed = token
            changed[index] = changed[index] == 0x41 ? 0x42 : 0x41
            #expect(fixture.judge(changed).reason == .credentialMalformed)
        }
    }

    @Test func `another secret under a known id is unknown`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let (record, _) = fixture.issue()
        let other = fixture.version(1, of: record.id, in: fixture.live).token
        #expect(fixture.judge(other).reason == .credentialUnknown)
    }

    @Test func `a key of one environment is unknown in another`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route(environment: "test")])
        let (_, token) = fixture.issue()
        #expect(fixture.judge(token).reason == .credentialUnknown)
    }

    @Test func `a secret under another prefix or tag is unknown although its digest matches`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let (record, token) = fixture.issue()
        let secret = Array(token.dropLast(6).suffix(43))
        for (prefix, tag) in [("gko", "live"), ("gk", "test"), ("gk", "liv")] {
            let disguised = Token.compose(prefix: prefix, tag: tag, id: record.id, secret: secret)
            #expect(fixture.judge(disguised).reason == .credentialUnknown)
        }
    }

    @Test func `keys under an older live pepper are admitted beside those under the newest`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        #expect(fixture.judge(fixture.issue(pepper: 1).token).admitted != nil)
        #expect(fixture.judge(fixture.issue(pepper: 2).token).admitted != nil)
    }

    @Test func `a route whose environment is not there admits nobody`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route(environment: "staging")])
        #expect(fixture.judge(fixture.issue().token).reason == .environmentUnavailable)
    }

    @Test(arguments: [
        (Presented.missing, Reason.credentialMissing), (.ambiguous, .credentialAmbiguous),
        (.inQuery, .credentialInQuery),
    ])
    func `what phase 4 found decides before any look-up`(presented: Presented, reason: Reason) {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        #expect(fixture.judge(presenting: presented, token: fixture.issue().token).reason == reason)
    }

    @Test func `an open route asks for no key but refuses one in the query`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route(requiresKey: false)])
        let open = fixture.judge(presenting: .missing)
        #expect(open.admitted != nil && open.admitted?.key == nil)
        #expect(fixture.judge(presenting: .inQuery).reason == .credentialInQuery)
    }

    @Test func `the end of a key and of its version are told to the admitted`() throws {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let end = self.now.adding(seconds: 60)
        let (_, token) = fixture.issue { $0.versions[0].notAfter = end }
        let admitted = try #require(fixture.judge(token).admitted)
        #expect(admitted.versionEndsAt == end)
        #expect(admitted.keyEndsAt == self.now.adding(seconds: 3600))
        #expect(admitted.isFirstUse)
    }

    @Test func `a version with a first use on record is no first use`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let (_, token) = fixture.issue { $0.versions[0].firstUsedAt = self.now }
        #expect(fixture.judge(token).admitted?.isFirstUse == false)
    }

    @Test func `failures over the budget of an address get 429 and a valid key still passes`() throws {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()], failures: 3)
        let (record, token) = fixture.issue()
        let wrong = fixture.version(1, of: record.id, in: fixture.live).token
        for _ in 0..<3 { #expect(fixture.judge(wrong).reason == .credentialUnknown) }
        let refusal = try #require(fixture.judge(wrong).refusal)
        #expect(refusal.reason == .tooManyFailures)
        #expect(refusal.limit?.policy == "failed-authentication")
        #expect((refusal.limit?.retryAfterSeconds ?? 0) >= 1)
        #expect(fixture.judge(token).admitted != nil)
        #expect(fixture.judge(wrong, address: "192.0.2.2").reason == .credentialUnknown)
    }

    @Test func `IPv6 neighbours in one slash 64 share a budget of failures`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()], failures: 1)
        let garbage = Array("nonsense".utf8)
        #expect(fixture.judge(garbage, address: "2001:db8::1").reason == .credentialMalformed)
        #expect(fixture.judge(garbage, address: "2001:db8::ffff").reason == .tooManyFailures)
        #expect(fixture.judge(garbage, address: "2001:db8:0:1::1").reason == .credentialMalformed)
    }

    @Test func `random bytes are never admitted and never trap`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()], failures: 1_000_000)
        let (_, token) = fixture.issue()
        var random = SystemRandomNumberGenerator()
        for round in 0..<5000 {
            var bytes = token
            for _ in 0...(round % 4) {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            if round % 3 == 0 { bytes.removeLast(Int(random.next() % UInt64(bytes.count))) }
            #expect(bytes == token || fixture.judge(bytes).reason == .credentialMalformed)
        }
    }
}
