import Keys
import Testing

@testable import Admission

/// When keys were last used, beside the snapshots.
@Suite struct KeyUsesTests {
    private static let second: MonotonicNanoseconds = 1_000_000_000
    private static let environment = EnvironmentID(high: 1, low: 1)
    private let uses = KeyUses()

    private func key(_ number: UInt64 = 1, revision: UInt64 = 1, resumedAt: Int64? = nil) -> KeyRecord {
        var key = KeyRecord(
            id: KeyID(high: 1, low: number), projectID: .init(high: 1, low: 1), environmentID: .init(high: 1, low: 1),
            prefix: "gk", name: "key", ownerID: nil, expiry: .never(reason: ""),
            versions: [
                KeyVersion(number: 1, digest: .zero, pepperVersion: 1, hintSuffix: "", createdAt: .init(seconds: 100))
            ],
            createdAt: .init(seconds: 100), createdBy: "local:0", revision: revision)
        key.stateChange = resumedAt.map { .init(actor: "local:0", at: .init(seconds: $0), reason: "") }
        return key
    }

    private func unused(_ number: UInt64 = 1, at seconds: UInt64) -> Int64? {
        self.uses.unused(KeyID(high: 1, low: number), at: seconds * Self.second)
    }

    @Test func `nobody knows of a key that nobody has told of`() {
        #expect(self.unused(at: 5) == nil)
    }

    @Test func `a new key counts from its issue, and from each use`() {
        self.uses.take(self.key(), isNew: false, at: 10 * Self.second)
        #expect(self.unused(at: 15) == 5_000)
        self.uses.note(KeyID(high: 1, low: 1), of: Self.environment, at: 17 * Self.second)
        #expect(self.unused(at: 18) == 1_000)
        // A loop that is behind takes nothing back.
        self.uses.note(KeyID(high: 1, low: 1), of: Self.environment, at: 12 * Self.second)
        #expect(self.unused(at: 18) == 1_000)
        #expect(self.unused(at: 11) == 0)
        #expect(self.uses.takeQuestions().isEmpty)
    }

    @Test func `a change of a key takes nothing back, somebody who lets it go on does`() {
        self.uses.take(self.key(), isNew: false, at: 10 * Self.second)
        self.uses.take(self.key(revision: 2), isNew: false, at: 50 * Self.second)
        #expect(self.unused(at: 60) == 50_000)
        self.uses.take(self.key(revision: 3, resumedAt: 150), isNew: false, at: 60 * Self.second)
        #expect(self.unused(at: 61) == 1_000)
        self.uses.take(self.key(revision: 4, resumedAt: 150), isNew: false, at: 70 * Self.second)
        #expect(self.unused(at: 71) == 11_000)
    }

    @Test func `letting a key go on counts where time was taken back meanwhile`() {
        self.uses.take(self.key(), isNew: false, at: 10 * Self.second)
        self.uses.take(self.key(revision: 2, resumedAt: 500), isNew: false, at: 20 * Self.second)
        self.uses.take(self.key(revision: 3, resumedAt: 200), isNew: false, at: 90 * Self.second)
        #expect(self.unused(at: 91) == 1_000)
    }

    @Test func `an older key is asked of the store, and its age is as the store tells it`() {
        let key = self.key(revision: 2)
        self.uses.take(key, isNew: true, at: 10 * Self.second)
        #expect(self.unused(at: 10) == nil)
        #expect(self.uses.takeQuestions().keys == [key.id])
        self.uses.take(UseFinding(key, lastUse: .init(seconds: 400), known: .init(seconds: 900)), at: 10 * Self.second)
        #expect(self.unused(at: 12) == 502_000)
    }

    @Test func `what was noted since the question was asked is newer than the answer`() {
        let key = self.key(revision: 2)
        self.uses.take(key, isNew: true, at: 10 * Self.second)
        self.uses.note(key.id, of: Self.environment, at: 11 * Self.second)
        self.uses.take(UseFinding(key, lastUse: nil, known: .init(seconds: 900)), at: 12 * Self.second)
        #expect(self.unused(at: 12) == 1_000)
        // From now on an act that begins its time anew is told from one that does not.
        self.uses.take(self.key(revision: 3, resumedAt: 901), isNew: false, at: 20 * Self.second)
        #expect(self.unused(at: 20) == 0)
    }

    @Test(
        arguments: [
            (400, 900, 500_000), (nil, 900, 800_000), (400, 400, 0), (400, 300, 0), (400, nil, 0), (50, 900, 800_000),
        ] as [(Int64?, Int64?, Int64)])
    func `only what is known to be missing counts`(_ lastUse: Int64?, _ known: Int64?, _ expected: Int64) {
        let finding = UseFinding(
            self.key(), lastUse: lastUse.map { .init(seconds: $0) }, known: known.map { .init(seconds: $0) })
        #expect(finding.unusedMilliseconds == expected)
    }

    @Test func `the ends of time are no trap`() {
        let finding = UseFinding(
            self.key(), lastUse: nil, known: WallTime(milliseconds: .max))
        self.uses.take(finding, at: 0)
        #expect((self.unused(at: 1) ?? 0) > 1_000_000)
        self.uses.note(KeyID(high: 1, low: 9), of: Self.environment, at: .max)
        #expect(self.unused(9, at: 0) == 0)
    }

    @Test func `more questions than are kept one by one are about all keys`() {
        for number in 0...UInt64(UseQuestions.mostKeys) {
            self.uses.take(self.key(number, revision: 2), isNew: false, at: 0)
        }
        let questions = self.uses.takeQuestions()
        #expect(questions.isAboutAll && questions.keys.isEmpty)
    }
}
