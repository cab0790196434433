import Keys
import Testing

@Suite struct StateTests {
    private enum Event: CaseIterable {
        case suspend, resume, revoke, revokeLater, rotate, revokeVersion
    }

    private func apply(_ event: Event, to key: inout KeyRecord) throws(LifecycleObjection) {
        let change = StateChange(actor: "local:0", at: at(100), reason: "test")
        switch event {
        case .suspend: try key.suspend(change)
        case .resume: try key.resume(change)
        case .revoke: try key.revoke(change)
        case .revokeLater: try key.revoke(change, graceSeconds: 50)
        case .rotate: try key.rotate(overlap: 60, at: at(100))
        case .revokeVersion: try key.revokeVersion(1, at: at(100))
        }
    }

    @Test func `every state meets every event`() {
        let expected: [KeyState: [Event: Result<KeyState, LifecycleObjection>]] = [
            .active: [
                .suspend: .success(.suspended), .resume: .failure(.alreadySo), .revoke: .success(.revoked),
                .revokeLater: .success(.active), .rotate: .success(.active), .revokeVersion: .success(.active),
            ],
            .suspended: [
                .suspend: .failure(.alreadySo), .resume: .success(.active), .revoke: .success(.revoked),
                .revokeLater: .success(.suspended), .rotate: .success(.suspended), .revokeVersion: .success(.suspended),
            ],
            .quarantined: [
                .suspend: .failure(.alreadySo), .resume: .success(.active), .revoke: .success(.revoked),
                .revokeLater: .success(.quarantined), .rotate: .success(.quarantined),
                .revokeVersion: .success(.quarantined),
            ],
            .revoked: Dictionary(uniqueKeysWithValues: Event.allCases.map { ($0, .failure(.revoked)) }),
        ]
        for state in KeyState.allCases {
            for event in Event.allCases {
                var key = KeyRecord.sample()
                key.state = state
                let before = key
                var outcome: Result<KeyState, LifecycleObjection>
                do throws(LifecycleObjection) {
                    try self.apply(event, to: &key)
                    outcome = .success(key.state)
                } catch {
                    outcome = .failure(error)
                    #expect(key == before, "\(state) \(event) changed the record although it failed")
                }
                #expect(outcome == expected[state]?[event], "\(state) \(event)")
            }
        }
    }

    @Test func `an announced revocation arrives, can be brought forward and never put off`() throws {
        var key = KeyRecord.sample()
        let change = { (seconds: Int64) in StateChange(actor: "a", at: at(seconds), reason: "r") }
        try key.revoke(change(10), graceSeconds: 100)
        #expect(key.status(at: at(109)) == .active && key.status(at: at(110)) == .revoked)
        try key.revoke(change(20), graceSeconds: 500)
        #expect(key.revokesAt == at(110))
        try key.revoke(change(20), graceSeconds: 5)
        #expect(key.revokesAt == at(25))
        #expect(throws: LifecycleObjection.revoked) { try key.resume(change(25)) }
        #expect(throws: LifecycleObjection.revoked) { try key.suspend(change(26)) }
    }

    @Test func `status tells state and time in one word`() {
        var key = KeyRecord.sample(expiry: .at(at(50)))
        #expect(key.status(at: at(49)) == .active && key.status(at: at(50)) == .expired)
        key.state = .suspended
        #expect(key.status(at: at(49)) == .suspended && key.status(at: at(50)) == .expired)
        key.state = .quarantined
        #expect(key.status(at: at(49)) == .quarantined)
        key.state = .revoked
        #expect(key.status(at: at(50)) == .revoked)
        #expect(KeyRecord.sample(expiry: .never(reason: "r")).status(at: .distantFuture) == .active)
    }

    @Test func `one version ends and the others go on`() throws {
        var key = KeyRecord.sample()
        try key.rotate(overlap: 100, at: at(10))
        try key.revokeVersion(1, at: at(20))
        #expect(key.live(at: at(20)) == [2] && key.states(at: at(20)) == [.revoked, .pending])
        #expect(throws: LifecycleObjection.alreadySo) { try key.revokeVersion(1, at: at(21)) }
        #expect(throws: LifecycleObjection.unknownVersion) { try key.revokeVersion(9, at: at(21)) }
        try key.revokeVersion(2, at: at(30), graceSeconds: 10)
        #expect(key.live(at: at(39)) == [2] && key.live(at: at(40)) == [])
        try key.rotate(overlap: 100, at: at(50))
        #expect(key.live(at: at(50)) == [3])
    }

    @Test func `the hint shows what is public`() {
        let key = KeyRecord.sample()
        let start = String(decoding: key.id.characters.prefix(4), as: UTF8.self)
        #expect(key.hint(tag: "live") == "gk_live_\(start)…x9Zt")
    }
}
