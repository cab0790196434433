import Admission
import Keys
import TestKit
import Testing

@Suite struct ChangeJournalTests {
    private static func id<Kind>(_ number: UInt64) -> ObjectID<Kind> {
        var generator = SeededGenerator(seed: number)
        return .init(randomBytes: { generator.bytes($0) })
    }

    private static let home: EnvironmentID = id(1)
    private static let other: EnvironmentID = id(2)

    private static func keys(_ answer: EnvironmentChanges) -> Set<KeyID>? {
        if case .keys(let keys) = answer { Set(keys) } else { nil }
    }

    @Test func `it tells the keys changed after a generation, once each`() {
        var journal = ChangeJournal(after: 10)
        journal.note(.keys([(Self.id(100), Self.home), (Self.id(101), Self.home)]), at: 11)
        journal.note(.keys([(Self.id(100), Self.home)]), at: 12)
        let all = journal.changes(in: Self.home, after: 10, current: 12)
        #expect(all == .keys([Self.id(100), Self.id(101)]))
        let late = journal.changes(in: Self.home, after: 11, current: 12)
        #expect(late == .keys([Self.id(100)]))
        let none = journal.changes(in: Self.home, after: 12, current: 12)
        #expect(none == .keys([]))
    }

    @Test func `other environments are nobody's business`() {
        var journal = ChangeJournal(after: 0)
        journal.note(.keys([(Self.id(100), Self.other)]), at: 1)
        let answer = journal.changes(in: Self.home, after: 0, current: 1)
        #expect(answer == .keys([]))
    }

    @Test func `who comes from before its time, or from the future, forgets everything`() {
        let journal = ChangeJournal(after: 10)
        let before = journal.changes(in: Self.home, after: 9, current: 10)
        let future = journal.changes(in: Self.home, after: 11, current: 10)
        #expect(before == .everything && future == .everything)
    }

    @Test func `a change of roles or peppers is a change of everything`() {
        var journal = ChangeJournal(after: 0)
        journal.note(.keys([(Self.id(100), Self.home)]), at: 1)
        journal.note(.everything, at: 2)
        let early = journal.changes(in: Self.home, after: 1, current: 2)
        let late = journal.changes(in: Self.home, after: 2, current: 2)
        #expect(early == .everything && late == .keys([]))
    }

    @Test func `many keys at once are everything`() {
        var journal = ChangeJournal(after: 0)
        let many = (0...UInt64(ChangeJournal.mostKeys)).map { (Self.id(1000 + $0) as KeyID, Self.home) }
        journal.note(.keys(many), at: 1)
        let answer = journal.changes(in: Self.home, after: 0, current: 1)
        #expect(answer == .everything)
    }

    @Test func `nothing is ever missed, however small the ring`() {
        var generator = SeededGenerator(seed: 5)
        var journal = ChangeJournal(after: 0, capacity: 16)
        var truth: [(generation: UInt64, key: KeyID)] = []
        for generation in 1...500 as ClosedRange<UInt64> {
            let count = Int(generator.next() % 4)
            let changed = (0..<count).map { _ in Self.id(generator.next() % 40) as KeyID }
            journal.note(.keys(changed.map { ($0, Self.home) }), at: generation)
            truth += changed.map { (generation, $0) }
            let after = generation - min(generation, generator.next() % 12)
            let expected = Set(truth.filter { $0.generation > after }.map(\.key))
            let answer = journal.changes(in: Self.home, after: after, current: generation)
            if let keys = Self.keys(answer) { #expect(keys == expected) }
            if expected.isEmpty { continue }
            #expect(Self.keys(answer) != [], "a change was swallowed")
        }
    }
}
