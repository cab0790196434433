import Cryptography
import Keys
import Testing

@Suite struct KeyringKeyTests {
    private let rootKey = RootKey(randomBytes: SecureRandom.system)
    private let now = WallTime(milliseconds: 1_000_000)

    private func draw(_ tenant: String = "env_a") throws -> KeyringKey {
        try .draw(tenant: tenant, at: self.now, under: self.rootKey, randomBytes: SecureRandom.system)
    }

    @Test func `the ways from state to state are the documented ones`() {
        let ways: [KeyringKeyState: Set<KeyringKeyState>] = [
            .pending: [.primary, .destroyed], .primary: [.enabled], .enabled: [.primary, .disabled],
            .disabled: [.enabled, .destroyed], .destroyed: [],
        ]
        for state in KeyringKeyState.allCases {
            for next in KeyringKeyState.allCases {
                #expect(state.canBecome(next) == ways[state]?.contains(next))
            }
        }
    }

    @Test func `a key goes from pending to destroyed and takes its secret along`() throws {
        var key = try self.draw()
        #expect(key.state == .pending)
        for (state, seconds) in zip([.primary, .enabled, .disabled] as [KeyringKeyState], 1...) {
            let then = WallTime(milliseconds: 1_000_000 + Int64(seconds))
            try key.become(state, at: then)
            #expect(key.changedAt == then)
            #expect(!key.envelope.isEmpty)
        }
        #expect(throws: CryptographyError.self) { try key.opened(under: self.rootKey) }
        try key.become(.destroyed, at: self.now)
        #expect(key.envelope.isEmpty)
        #expect(throws: CryptographyError.self) { try key.opened(under: self.rootKey) }
        #expect(throws: CryptographyError.self) { try key.become(.enabled, at: self.now) }
    }

    @Test func `a primary key cannot be destroyed at once`() throws {
        var key = try self.draw()
        try key.become(.primary, at: self.now)
        #expect(throws: CryptographyError.self) { try key.become(.destroyed, at: self.now) }
        #expect(throws: CryptographyError.self) { try key.become(.disabled, at: self.now) }
    }

    @Test func `a new root key opens what was re-wrapped, and the old one does not`() throws {
        let key = try self.draw()
        let next = RootKey(randomBytes: SecureRandom.system)
        let moved = try key.rewrapped(from: self.rootKey, to: next, randomBytes: SecureRandom.system)
        let (_, sealed) = try key.opened(under: self.rootKey)
            .draw(for: "subject", version: 1, at: self.now, randomBytes: SecureRandom.system)
        _ = try moved.opened(under: next).open(sealed)
        #expect(throws: CryptographyError.self) { try moved.opened(under: self.rootKey) }
        #expect(throws: CryptographyError.self) { try key.opened(under: next) }
    }

    @Test func `a key moved to another tenant or name does not open`() throws {
        let (key, other) = (try self.draw(), try self.draw("env_b"))
        for (id, tenant) in [(key.id, other.tenant), (other.id, key.tenant)] {
            let moved = KeyringKey(
                id: id, tenant: tenant, state: .primary, envelope: key.envelope, createdAt: self.now,
                changedAt: self.now, revision: 1)
            #expect(throws: CryptographyError.self) { try moved.opened(under: self.rootKey) }
        }
    }
}
