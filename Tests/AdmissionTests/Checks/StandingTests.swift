import Admission
import Keys
import Testing

@Suite struct StandingTests {
    private let now = AdmissionFixture.now
    private let change = StateChange(actor: "local:0", at: AdmissionFixture.now, reason: "test")

    @Test func `suspended and quarantined keys are refused until they come back`() throws {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        var (record, token) = fixture.issue()
        try record.suspend(self.change)
        fixture.put(record)
        #expect(fixture.judge(token).reason == .keySuspended)
        try record.resume(self.change)
        fixture.put(record)
        #expect(fixture.judge(token).admitted != nil)
        record.state = .quarantined
        fixture.put(record)
        #expect(fixture.judge(token).reason == .keySuspended)
    }

    @Test func `a revoked key looks unknown to the client, whatever else is true of it`() throws {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        var (record, token) = fixture.issue { $0.expiry = .at(self.now) }
        #expect(fixture.judge(token).reason == .keyExpired)
        try record.revoke(self.change)
        fixture.put(record)
        let reason = fixture.judge(token).reason
        #expect(reason == .credentialRevoked)
        #expect(reason?.code.description == Reason.credentialUnknown.code.description)
        #expect(reason?.status == Reason.credentialUnknown.status)
    }

    @Test func `a revocation with grace admits to the last millisecond and not one longer`() throws {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        var (record, token) = fixture.issue()
        try record.revoke(self.change, graceSeconds: 10)
        fixture.put(record)
        let end = self.now.adding(seconds: 10)
        #expect(fixture.judge(token, at: .init(milliseconds: end.milliseconds - 1)).admitted != nil)
        #expect(fixture.judge(token, at: end).reason == .credentialRevoked)
    }

    @Test func `expiry and a version's end are exclusive`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let end = self.now.adding(seconds: 5)
        let (_, expiring) = fixture.issue { $0.expiry = .at(end) }
        let (_, retiring) = fixture.issue { $0.versions[0].notAfter = end }
        let before = WallTime(milliseconds: end.milliseconds - 1)
        #expect(fixture.judge(expiring, at: before).admitted != nil)
        #expect(fixture.judge(expiring, at: end).reason == .keyExpired)
        #expect(fixture.judge(retiring, at: before).admitted != nil)
        #expect(fixture.judge(retiring, at: end).reason == .keyVersionRetired)
    }

    @Test func `both versions of a rotated key are admitted during the overlap`() throws {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        var (record, old) = fixture.issue()
        let (version, new) = fixture.version(2, of: record.id, in: fixture.live)
        let rotation = Rotation(
            id: RotationID(high: 1, low: 2), newVersion: 2, overlapSeconds: 60, startedAt: self.now,
            hardStopAt: self.now.adding(seconds: 3000))
        try record.rotate(rotation, adding: version)
        fixture.put(record)
        #expect(fixture.judge(old).admitted?.key?.versionNumber == 1)
        #expect(fixture.judge(new).admitted?.key?.versionNumber == 2)
        let isFirst = record.versionUsed(2, at: self.now)
        #expect(isFirst)
        fixture.put(record)
        #expect(fixture.judge(old, at: self.now.adding(seconds: 59)).admitted != nil)
        #expect(fixture.judge(old, at: self.now.adding(seconds: 60)).reason == .keyVersionRetired)
        #expect(fixture.judge(new, at: self.now.adding(seconds: 60)).admitted != nil)
    }

    @Test func `a key with more versions than can be compared keeps those that can admit`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        var tokens: [[UInt8]] = []
        var (record, _) = fixture.issue()
        record.versions = []
        for number in 1...8 {
            var (version, token) = fixture.version(UInt32(number), of: record.id, in: fixture.live)
            if number <= 5 { version.notAfter = self.now.adding(seconds: Int64(number)) }
            if number == 8 { version.revokedAt = self.now }
            record.versions.append(version)
            tokens.append(token)
        }
        fixture.put(record)
        #expect(fixture.judge(tokens[6]).admitted != nil)
        #expect(fixture.judge(tokens[5]).admitted != nil)
        #expect(fixture.judge(tokens[4]).admitted != nil)
        #expect(fixture.judge(tokens[3]).admitted != nil)
        #expect(fixture.judge(tokens[0]).reason == .credentialUnknown)
        #expect(fixture.judge(tokens[7]).reason == .credentialUnknown)
    }

    @Test func `an admitted request is asked again after a wait`() throws {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        var (record, token) = fixture.issue()
        let admitted = try #require(fixture.judge(token).admitted)
        #expect(fixture.revalidate(admitted, at: self.now) == nil)
        try record.suspend(self.change)
        fixture.put(record)
        #expect(fixture.revalidate(admitted, at: self.now)?.reason == .keySuspended)
    }
}

extension StandingTests {
    @Test func `a key with one revoked version goes on with the other`() throws {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        var (record, old) = fixture.issue()
        let (version, new) = fixture.version(2, of: record.id, in: fixture.live)
        record.versions.append(version)
        try record.revokeVersion(1, at: self.now)
        fixture.put(record)
        #expect(fixture.judge(old).reason == .credentialRevoked)
        #expect(fixture.judge(new).admitted != nil)
    }
}
