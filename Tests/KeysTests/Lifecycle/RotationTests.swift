import Keys
import Testing

@Suite struct RotationTests {
    @Test func `the overlap runs from the first use of the new version`() throws {
        var key = KeyRecord.sample()
        try key.rotate(overlap: 100, at: at(10))
        #expect(key.rotation?.state(at: at(10)) == .pending)
        #expect(key.states(at: at(10)) == [.retiring, .pending])
        #expect(key.live(at: at(500)) == [1, 2])
        let isNoted = key.versionUsed(2, at: at(500))
        #expect(isNoted)
        #expect(key.rotation?.state(at: at(500)) == .overlapping)
        #expect(key.states(at: at(599)) == [.retiring, .current] && key.live(at: at(599)) == [1, 2])
        #expect(key.states(at: at(600)) == [.retired, .current] && key.live(at: at(600)) == [2])
        #expect(key.rotation?.state(at: at(600)) == .finished)
    }

    @Test func `the hard stop ends an overlap whatever happens`() throws {
        var key = KeyRecord.sample()
        try key.rotate(overlap: 100, at: at(10))
        #expect(key.live(at: at(709)) == [1, 2] && key.live(at: at(710)) == [2])
        #expect(key.rotation?.state(at: at(710)) == .finished)
        var late = KeyRecord.sample()
        try late.rotate(overlap: 100, at: at(10))
        let isNoted = late.versionUsed(2, at: at(700))
        #expect(isNoted)
        #expect(late.rotation?.endsAt == at(710))
    }

    @Test func `without an overlap the old versions are dead at once`() throws {
        var key = KeyRecord.sample()
        try key.rotate(overlap: 100, at: at(10))
        let isNoted = key.versionUsed(2, at: at(20))
        #expect(isNoted)
        try key.rotate(overlap: 0, at: at(30))
        #expect(key.live(at: at(30)) == [3])
        #expect(key.states(at: at(30)) == [.retired, .retired, .current])
        #expect(key.rotation?.state(at: at(30)) == .finished)
    }

    @Test func `a new rotation takes back a pending one`() throws {
        var key = KeyRecord.sample()
        try key.rotate(overlap: 100, at: at(10))
        try key.rotate(overlap: 100, at: at(20))
        #expect(key.live(at: at(20)) == [1, 3])
        #expect(key.live(at: at(715)) == [1, 3] && key.live(at: at(720)) == [3])
    }

    @Test func `a cancelled rotation leaves the key as it was`() throws {
        var key = KeyRecord.sample()
        try key.rotate(overlap: 100, at: at(10))
        try key.cancelRotation(at: at(20))
        #expect(key.rotation?.state(at: at(20)) == .cancelled)
        #expect(key.live(at: at(20)) == [1] && key.live(at: at(100_000)) == [1])
        #expect(key.states(at: at(20)) == [.current, .retired])
        #expect(throws: LifecycleObjection.rotationNotPending) { try key.cancelRotation(at: at(30)) }
    }

    @Test func `a cancelled rotation gives an end back that its hard stop had brought forward`() throws {
        var key = KeyRecord.sample()
        try key.rotate(overlap: 100, at: at(10))
        _ = key.versionUsed(2, at: at(20))
        try key.rotate(overlap: 5, hardStop: 50, at: at(30))
        #expect(key.live(at: at(79)) == [1, 2, 3] && key.live(at: at(80)) == [3])
        try key.cancelRotation(at: at(40))
        #expect(key.live(at: at(119)) == [1, 2] && key.live(at: at(120)) == [2] && key.live(at: at(100_000)) == [2])
    }

    @Test func `an end that was brought forward stays so once the rotation is in use, or the version is ended`() throws
    {
        var key = KeyRecord.sample()
        try key.rotate(overlap: 100, at: at(10))
        _ = key.versionUsed(2, at: at(20))
        try key.rotate(overlap: 5, hardStop: 50, at: at(30))
        var ended = key
        try ended.revokeVersion(1, at: at(31), graceSeconds: 20)
        try ended.cancelRotation(at: at(40))
        #expect(ended.live(at: at(50)) == [1, 2] && ended.live(at: at(51)) == [2])
        _ = key.versionUsed(3, at: at(40))
        try key.rotate(overlap: 100, at: at(41))
        try key.cancelRotation(at: at(42))
        #expect(key.live(at: at(44)) == [1, 2, 3] && key.live(at: at(45)) == [3])
    }

    @Test func `what an act ended at once stays ended when time is taken back`() throws {
        var key = KeyRecord.sample()
        try key.rotate(overlap: 100, at: at(1000))
        try key.cancelRotation(at: at(1001))
        #expect(key.states(at: at(10)) == [.current, .retired] && key.live(at: at(10)) == [1])
        try key.rotate(overlap: 0, at: at(2000))
        #expect(key.states(at: at(10)) == [.retired, .retired, .current] && key.live(at: at(10)) == [3])
        #expect(key.rotation?.state(at: at(10)) == .finished)
        #expect(throws: LifecycleObjection.rotationNotPending) { try key.cancelRotation(at: at(10)) }
    }

    @Test func `ending the version of a pending rotation cancels it`() throws {
        var key = KeyRecord.sample()
        try key.rotate(overlap: 100, at: at(10))
        try key.revokeVersion(2, at: at(20))
        #expect(key.rotation?.state(at: at(20)) == .cancelled)
        #expect(key.states(at: at(20)) == [.current, .revoked])
        #expect(key.live(at: at(20)) == [1] && key.live(at: at(100_000)) == [1])
    }

    @Test func `ending the version of a pending rotation later cancels it now`() throws {
        var key = KeyRecord.sample()
        try key.rotate(overlap: 100, at: at(10))
        try key.revokeVersion(2, at: at(20), graceSeconds: 50)
        #expect(key.rotation?.state(at: at(20)) == .cancelled)
        #expect(key.states(at: at(20)) == [.current, .retiring])
        #expect(key.live(at: at(69)) == [1, 2] && key.live(at: at(70)) == [1] && key.live(at: at(100_000)) == [1])
        let isNoted = key.versionUsed(2, at: at(30))
        #expect(isNoted && key.live(at: at(100_000)) == [1])
    }

    @Test func `ending any other version, or one in use, leaves the rotation as it is`() throws {
        var old = KeyRecord.sample()
        try old.rotate(overlap: 100, at: at(10))
        try old.revokeVersion(1, at: at(20))
        #expect(old.rotation?.state(at: at(20)) == .pending)
        #expect(old.live(at: at(20)) == [2])
        var used = KeyRecord.sample()
        try used.rotate(overlap: 100, at: at(10))
        _ = used.versionUsed(2, at: at(20))
        try used.revokeVersion(2, at: at(30))
        #expect(used.live(at: at(30)) == [1] && used.live(at: at(120)).isEmpty)
    }

    @Test func `only what is pending can be cancelled`() throws {
        var key = KeyRecord.sample()
        #expect(throws: LifecycleObjection.rotationNotPending) { try key.cancelRotation(at: at(1)) }
        try key.rotate(overlap: 100, at: at(10))
        _ = key.versionUsed(2, at: at(20))
        #expect(throws: LifecycleObjection.rotationNotPending) { try key.cancelRotation(at: at(21)) }
    }

    @Test func `a first use is noted once`() throws {
        var key = KeyRecord.sample()
        let noted = [
            key.versionUsed(1, at: at(5)), key.versionUsed(1, at: at(6)), key.versionUsed(9, at: at(6)),
        ]
        #expect(noted == [true, false, false] && key.versions[0].firstUsedAt == at(5))
        try key.rotate(overlap: 100, at: at(10))
        let isNoted = key.versionUsed(1, at: at(11))
        #expect(!isNoted)
        #expect(key.rotation?.state(at: at(11)) == .pending)
    }

    @Test func `four versions at most admit at once, and thirty-two are kept`() throws {
        var key = KeyRecord.sample()
        for step in 0..<3 {
            try key.rotate(overlap: 600, at: at(Int64(step) * 10))
            _ = key.versionUsed(UInt32(step) + 2, at: at(Int64(step) * 10 + 5))
        }
        #expect(key.live(at: at(30)).count == KeyRecord.mostLiveVersions)
        let before = key
        #expect(throws: LifecycleObjection.tooManyLiveVersions) { try key.rotate(overlap: 600, at: at(30)) }
        #expect(key == before)
        for step in 0..<50 { try key.rotate(overlap: 0, at: at(100 + Int64(step))) }
        #expect(key.versions.count == KeyRecord.mostVersions)
        #expect(key.versions.last?.number == 54 && key.live(at: at(200)) == [54])
    }

    @Test func `an expired or revoked key cannot be rotated`() throws {
        var key = KeyRecord.sample(expiry: .at(at(50)))
        #expect(throws: LifecycleObjection.expired) { try key.rotate(overlap: 1, at: at(50)) }
        try key.revoke(.init(actor: "a", at: at(60), reason: "r"))
        #expect(throws: LifecycleObjection.revoked) { try key.rotate(overlap: 1, at: at(60)) }
    }
}
