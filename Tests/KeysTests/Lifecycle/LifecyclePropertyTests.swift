import Keys
import TestKit
import Testing

/// Random lives of a key: whatever is done to it in whatever order, at rising times, some things must stay true.
@Suite struct LifecyclePropertyTests {
    private struct Life {
        var generator: SeededGenerator
        var key: KeyRecord
        var now: Int64 = 1
        var ended: Set<UInt32> = []
        /// When versions end that were revoked with a grace period.
        var announced: [UInt32: Int64] = [:]
        var wasRevoked = false

        init(seed: UInt64) {
            self.generator = .init(seed: seed)
            self.key = .sample(expiry: .at(at(5000)))
        }

        var change: StateChange { .init(actor: "local:0", at: at(self.now), reason: "") }

        /// One act at random; objections are part of life.
        mutating func act() {
            self.now += Int64(self.generator.number(below: 120))
            let number = UInt32(1 + self.generator.number(below: Int(self.key.versions.last?.number ?? 1) + 1))
            do throws(LifecycleObjection) {
                switch self.generator.number(below: 12) {
                case 0: try self.key.suspend(self.change)
                case 1: try self.key.resume(self.change)
                case 2:
                    guard self.generator.oneIn(6) else { return }
                    try self.key.revoke(self.change, graceSeconds: self.generator.oneIn(2) ? 0 : 200)
                case 3: try self.key.revokeVersion(number, at: at(self.now), graceSeconds: 0)
                case 4:
                    let grace = self.generator.oneIn(2) ? UInt32(90) : 900
                    try self.key.revokeVersion(number, at: at(self.now), graceSeconds: grace)
                    self.announced[number] = min(self.announced[number] ?? .max, self.now + Int64(grace))
                case 5: try self.key.cancelRotation(at: at(self.now))
                case 6, 7: try self.key.rotate(overlap: self.generator.oneIn(4) ? 0 : 100, at: at(self.now))
                default: _ = self.key.versionUsed(number, at: at(self.now))
                }
            } catch {
                return
            }
        }

        /// What must be true at any moment.
        mutating func check() {
            let live = self.key.live(at: at(self.now))
            #expect(live.count <= KeyRecord.mostLiveVersions)
            #expect(!self.key.versions.isEmpty && self.key.versions.count <= KeyRecord.mostVersions)
            #expect(self.key.versions.map(\.number) == self.key.versions.map(\.number).sorted())
            // What has ended never admits again, and what was announced to end does end.
            #expect(self.ended.isDisjoint(with: live))
            for (number, end) in self.announced where end <= self.now { #expect(!live.contains(number)) }
            self.ended.formUnion(self.key.versions.map(\.number).filter { !live.contains($0) })
            if self.wasRevoked { #expect(self.key.status(at: at(self.now)) == .revoked) }
            self.wasRevoked = self.key.isRevoked(at: at(self.now))
            for version in self.key.versions {
                let state = self.key.state(of: version, at: at(self.now))
                #expect(version.isLive(at: at(self.now)) == [.pending, .current, .retiring].contains(state))
            }
            #expect(self.key.versions.count { self.key.state(of: $0, at: at(self.now)) == .pending } <= 1)
        }
    }

    @Test func `no life of a key breaks what must stay true`() {
        var revoked = 0
        for seed in 0..<UInt64(400) {
            var life = Life(seed: seed)
            for _ in 0..<60 {
                life.act()
                life.check()
            }
            revoked += life.wasRevoked ? 1 : 0
        }
        #expect((50..<390).contains(revoked), "\(revoked) of 400 lives ended")
    }

    @Test(arguments: [true, false])
    func `a version that was revoked with a grace period does not come back with a cancelled rotation`(
        _ isRevokedFirst: Bool
    ) throws {
        var key = KeyRecord.sample()
        if isRevokedFirst { try key.revokeVersion(1, at: at(5), graceSeconds: 2000) }
        try key.rotate(overlap: 100, at: at(10))
        if !isRevokedFirst { try key.revokeVersion(1, at: at(10), graceSeconds: 1995) }
        try key.cancelRotation(at: at(20))
        #expect(key.live(at: at(20)) == [1])
        #expect(key.live(at: at(2005)).isEmpty)
    }

    @Test func `a revoked key admits no act at all`() throws {
        var key = KeyRecord.sample()
        let change = StateChange(actor: "local:0", at: at(10), reason: "")
        try key.revoke(change)
        let before = key
        #expect(throws: LifecycleObjection.revoked) { try key.suspend(change) }
        #expect(throws: LifecycleObjection.revoked) { try key.resume(change) }
        #expect(throws: LifecycleObjection.revoked) { try key.revoke(change, graceSeconds: 100) }
        #expect(throws: LifecycleObjection.revoked) { try key.revokeVersion(1, at: at(11)) }
        #expect(throws: LifecycleObjection.revoked) { try key.rotate(overlap: 100, at: at(11)) }
        #expect(key == before)
    }

    @Test func `the end of time does not trap`() throws {
        var key = KeyRecord.sample(expiry: .never(reason: "a machine"))
        let late = WallTime.distantFuture
        try key.rotate(
            .init(id: makeID(1), newVersion: 2, overlapSeconds: .max, startedAt: late, hardStopAt: late),
            adding: .sample(2, at: late))
        _ = key.versionUsed(2, at: late)
        try key.revoke(.init(actor: "local:0", at: late, reason: ""), graceSeconds: .max)
        #expect(key.versions.count == 2 && key.rotation?.endsAt == late)
    }
}
