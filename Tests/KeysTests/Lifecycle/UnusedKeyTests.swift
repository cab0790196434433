import Keys
import Testing

/// From when on it counts that a key is not used, and what becomes of one that is not.
@Suite struct UnusedKeyTests {
    private static let day: Int64 = 86_400

    private static func day(_ day: Int64) -> WallTime { .init(seconds: day * Self.day) }

    private static func change(_ day: Int64) -> StateChange {
        .init(actor: "local:0", at: Self.day(day), reason: "")
    }

    /// A key that was issued on day 0.
    private static func key(notice: Int64? = nil) -> KeyRecord {
        var key = KeyRecord(
            id: .init(high: 1, low: 1), projectID: .init(high: 1, low: 1), environmentID: .init(high: 1, low: 1),
            prefix: "gk", name: "key", ownerID: nil, expiry: .never(reason: ""),
            versions: [
                .init(number: 1, digest: .zero, pepperVersion: 1, hintSuffix: "", createdAt: Self.day(0))
            ], createdAt: Self.day(0), createdBy: "local:0")
        key.unusedNoticeAt = notice.map { Self.day($0) }
        return key
    }

    @Test func `the issue, a rotation and letting it go on begin the time anew, a suspension does not`() throws {
        var key = Self.key()
        #expect(key.unusedFrom == Self.day(0))
        key.versions.append(
            .init(number: 2, digest: .zero, pepperVersion: 1, hintSuffix: "", createdAt: Self.day(3)))
        #expect(key.unusedFrom == Self.day(3))
        try key.suspend(Self.change(5))
        #expect(key.unusedFrom == Self.day(3))
        try key.resume(Self.change(7))
        #expect(key.unusedFrom == Self.day(7))
        try key.restartIdleTime(Self.change(9))
        #expect(key.unusedFrom == Self.day(9) && key.state == .active)
    }

    @Test func `time does not begin anew for what is stopped, revoked, or to be revoked`() throws {
        var suspended = Self.key()
        try suspended.suspend(Self.change(1))
        #expect(throws: LifecycleObjection.alreadySo) { try suspended.restartIdleTime(Self.change(2)) }
        var announced = Self.key()
        try announced.revoke(Self.change(1), graceSeconds: 864_000)
        #expect(throws: LifecycleObjection.alreadySo) { try announced.restartIdleTime(Self.change(2)) }
        #expect(announced.unusedFrom == Self.day(0))
        var revoked = Self.key()
        try revoked.revoke(Self.change(1))
        #expect(throws: LifecycleObjection.revoked) { try revoked.restartIdleTime(Self.change(2)) }
    }

    @Test func `notice comes a fortnight before the end, or half of a short time`() {
        let rule = UnusedKeyRule(days: 90)
        #expect(rule.standing(of: Self.key(), lastUse: nil, at: Self.day(75)) == .fine)
        #expect(rule.standing(of: Self.key(), lastUse: nil, at: Self.day(76)) == .noticeDue)
        let noticed = Self.key(notice: 76)
        #expect(rule.standing(of: noticed, lastUse: nil, at: Self.day(80)) == .noticed(until: Self.day(90)))
        #expect(rule.standing(of: noticed, lastUse: nil, at: Self.day(90)) == .over(since: Self.day(90)))
        let short = UnusedKeyRule(days: 4)
        #expect(short.standing(of: Self.key(), lastUse: nil, at: Self.day(1)) == .fine)
        #expect(short.standing(of: Self.key(), lastUse: nil, at: Self.day(2)) == .noticeDue)
    }

    @Test func `nothing is over before the notice was given for its whole time`() {
        let rule = UnusedKeyRule(days: 90)
        // A rule that is new, or a server that was off: the key was not used for a year.
        #expect(rule.standing(of: Self.key(), lastUse: nil, at: Self.day(365)) == .noticeDue)
        let late = Self.key(notice: 365)
        #expect(rule.standing(of: late, lastUse: nil, at: Self.day(378)) == .noticed(until: Self.day(379)))
        #expect(rule.standing(of: late, lastUse: nil, at: Self.day(379)) == .over(since: Self.day(379)))
    }

    @Test func `a use makes the notice void, and so does whoever lets the key go on`() throws {
        let rule = UnusedKeyRule(days: 90)
        #expect(rule.standing(of: Self.key(notice: 76), lastUse: Self.day(77), at: Self.day(90)) == .fine)
        #expect(rule.standing(of: Self.key(notice: 76), lastUse: Self.day(77), at: Self.day(160)) == .noticeDue)
        var key = Self.key(notice: 76)
        try key.restartIdleTime(Self.change(80))
        #expect(rule.standing(of: key, lastUse: nil, at: Self.day(120)) == .fine)
        // A notice from a time that was taken back is none.
        #expect(rule.standing(of: Self.key(notice: 300), lastUse: nil, at: Self.day(100)) == .noticeDue)
    }

    @Test func `keys that end by something else are left alone`() throws {
        let rule = UnusedKeyRule(days: 90)
        var suspended = Self.key(notice: 76)
        try suspended.suspend(Self.change(80))
        var announced = Self.key(notice: 76)
        try announced.revoke(Self.change(80), graceSeconds: 7_000_000)
        var revoked = Self.key(notice: 76)
        try revoked.revoke(Self.change(80))
        var expired = Self.key(notice: 76)
        expired.expiry = .at(Self.day(81))
        for key in [suspended, announced, revoked, expired] {
            #expect(rule.standing(of: key, lastUse: nil, at: Self.day(100)) == .fine)
        }
    }
}
