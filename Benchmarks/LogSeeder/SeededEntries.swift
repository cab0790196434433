import Auditing
import Cryptography
import Keys

/// What the entries say: of few keys, each with a request of its own.
struct SeededEntries: Sendable {
    /// Persons that the entries of one tenant tell of.
    private static let persons: UInt64 = 10
    private static let keys: UInt64 = 256

    let count: UInt64
    let tenants: [String]

    func draft(_ number: UInt64) -> AuditDraft {
        let (person, key) = (number % Self.persons, number % Self.keys)
        return AuditDraft(
            timestamp: 1_700_000_000_000 + Int64(clamping: number),
            tenant: self.tenant(of: number) ?? "env_0123456789abcdef",
            actor: .init(type: "operator", id: Self.id("op_", person)), action: .keyUpdate,
            object: .init(type: "key", id: Self.id("key_", key), version: number % 100), reason: "a seeded entry",
            requestID: Self.id("req_", number), previousStateHash: Digest256(words: (number, 1, 2, 3)),
            newStateHash: Digest256(words: (number, 4, 5, 6)), details: self.details(Self.id("op_", person), key))
    }

    private func tenant(of number: UInt64) -> String? {
        self.tenants.isEmpty ? nil : self.tenants[Int(number * UInt64(self.tenants.count) / self.count)]
    }

    private func details(_ person: String, _ key: UInt64) -> AuditDetails? {
        guard !self.tenants.isEmpty else { return nil }
        return AuditDetails(
            ["address": "192.0.2.\(key)", "user_agent": "seed-log"], about: person, randomBytes: SecureRandom.system)
    }

    private static func id(_ prefix: String, _ number: UInt64) -> String {
        let digits = String(number)
        return prefix + String(repeating: "0", count: max(0, 16 - digits.count)) + digits
    }
}
