import TestKit
import Testing

@testable import Gateway

@Suite struct NumberSetTests {
    private func members(of set: NumberSet) -> [UInt32] {
        var found: [UInt32] = []
        var next: UInt32 = 0
        while let number = set.first(from: next) {
            found.append(number)
            next = number + 1
        }
        return found
    }

    @Test func `the members come in order, at the edges of a word too`() {
        var set = NumberSet()
        #expect(set.first(from: 0) == nil)
        for number in [200, 0, 63, 64, 127, 128, 63] as [UInt32] { set.insert(number) }
        #expect(self.members(of: set) == [0, 63, 64, 127, 128, 200])
        for number in [0, 64, 200, 5_000] as [UInt32] { set.remove(number) }
        #expect(self.members(of: set) == [63, 127, 128])
        #expect(set.first(from: 5_000) == nil)
    }

    @Test func `any series of changes leaves what a set would hold`() {
        var generator = SeededGenerator(seed: 71)
        var (set, expected) = (NumberSet(), Set<UInt32>())
        for _ in 0..<5_000 {
            let number = UInt32.random(in: 0..<700, using: &generator)
            if Bool.random(using: &generator) {
                set.insert(number)
                expected.insert(number)
            } else {
                set.remove(number)
                expected.remove(number)
            }
        }
        #expect(self.members(of: set) == expected.sorted())
    }
}
